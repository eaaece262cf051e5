package dev.plumbline.entitlement.check.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.entitlement.check.http.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.springframework.http.HttpStatus;

/** A catalog file as it is sent. */
final class CatalogSource {
    private static final int LARGEST = 5 * 1024 * 1024;

    private CatalogSource() {}

    static String read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw Refusal.of(HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE", "A catalog file has at most 5 MiB");
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notText) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "INVALID_BODY", "A catalog file is written in UTF-8");
        }
    }
}
