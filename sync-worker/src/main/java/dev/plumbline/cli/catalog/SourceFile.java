package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that commands read and write. {@code -} is the standard input. */
final class SourceFile {
    private static final int LARGEST = 5 << 20;

    private SourceFile() {}

    static String read(String name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(name)))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw Failure.of(name + " is not written in UTF-8", "Save it as UTF-8");
        }
    }

    static byte[] bytes(String name) {
        try (InputStream in = name.equals("-") ? System.in : Files.newInputStream(Path.of(name))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw Failure.of(name + " is larger than any catalog", "Is it the right file?");
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw Failure.of("There is no file " + name, "Name the catalog file; a first one: plumbline catalog pull");
        } catch (IOException | java.nio.file.InvalidPathException unreadable) {
            throw Failure.of(name + " cannot be read: " + unreadable.getMessage(), "May you read it?");
        }
    }

    /** Whole or not at all. */
    static void write(Path file, String text) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Path whole = Files.createTempFile(folder, ".plumbline", ".tmp");
            try {
                Files.writeString(whole, text);
                Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException cannot) {
            throw Failure.of(
                    file + " cannot be written: " + cannot.getMessage(), "May you write there, and is there room?");
        }
    }
}
