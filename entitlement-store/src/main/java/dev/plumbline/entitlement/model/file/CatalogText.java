package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.file.Locations.Mark;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of a catalog file as text, or where they are none. */
final class CatalogText {
    private CatalogText() {}

    sealed interface Decoded {}

    record Text(String yaml) implements Decoded {}

    record Unreadable(Problem problem) implements Decoded {}

    static Decoded of(byte[] file) {
        if (startsWith(file, 0xFF, 0xFE) || startsWith(file, 0xFE, 0xFF)) {
            return wrong("This is UTF-16; save the file as UTF-8", new Mark(1, 1));
        }
        var bytes = ByteBuffer.wrap(file);
        var text = CharBuffer.allocate(file.length);
        var result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
        text.flip();
        return result.isError()
                ? wrong("This is not UTF-8, perhaps Latin-1; save the file as UTF-8", endOf(text.toString()))
                : new Text(text.toString());
    }

    private static boolean startsWith(byte[] file, int first, int second) {
        return file.length > 1 && (file[0] & 0xFF) == first && (file[1] & 0xFF) == second;
    }

    private static Decoded wrong(String message, Mark at) {
        return new Unreadable(new Problem(ProblemCode.WRONG_ENCODING, message, "", at));
    }

    /** The place of the first byte that was not read. */
    private static Mark endOf(String read) {
        var line = read.chars().filter(c -> c == '\n').count() + 1;
        return new Mark((int) line, read.length() - read.lastIndexOf('\n'));
    }
}
