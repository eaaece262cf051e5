package dev.plumbline.entitlement.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A key in a file that only its owner reads; made when it is not there. */
final class KeyFile {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

    private KeyFile() {}

    static String read(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file.toAbsolutePath());
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("The key of the audit cannot be read: " + file, failure);
        }
    }

    /** Written aside and then given its name: who reads at the same time sees a whole key or none. */
    private static void make(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Path aside = Files.createTempFile(file.getParent(), ".audit", ".key", ownerOnly(file));
        try {
            Files.writeString(aside, HexFormat.of().formatHex(secret) + "\n");
            Files.createLink(file, aside);
            LOG.info(
                    "A key for the audit was made in {}; a copy belongs elsewhere, without it the audit proves nothing",
                    file);
        } catch (FileAlreadyExistsException another) {
            LOG.debug("Another process was quicker to make {}", file);
        } finally {
            Files.delete(aside);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
