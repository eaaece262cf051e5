package dev.plumbline.sync.sheet;

import dev.plumbline.entitlement.check.http.Csv;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Parts as CSV, and one number for all of them in their order: who has the files can tell whether they are what was made. */
public final class CsvParts {
    private CsvParts() {}

    /** One with its header. */
    public static void write(Part part, OutputStream out) throws IOException {
        out.write(bytes(part.columns().toArray()));
        try {
            part.lines().each(cells -> {
                try {
                    out.write(bytes(cells.toArray()));
                } catch (IOException away) {
                    throw new UncheckedIOException(away);
                }
            });
        } catch (UncheckedIOException away) {
            throw away.getCause();
        }
    }

    private static byte[] bytes(@org.jspecify.annotations.Nullable Object[] cells) {
        return Csv.line(cells).getBytes(StandardCharsets.UTF_8);
    }

    /** What {@code cat *.csv | sha256sum} says of the files of {@link #zip}. */
    public static String sha256(List<Part> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                for (Part part : parts) {
                    write(part, out);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | IOException impossible) {
            throw new IllegalStateException("Every Java has SHA-256, and nothing is written", impossible);
        }
    }

    /**
     * A file for each, numbered in their order.
     *
     * @param note what is said beside them, which the hash is not of
     */
    public static void zip(List<Part> parts, String note, OutputStream out) throws IOException {
        var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        int number = 1;
        for (Part part : parts) {
            zip.putNextEntry(new ZipEntry(String.format(Locale.ROOT, "%02d-%s.csv", number, part.key())));
            write(part, zip);
            zip.closeEntry();
            number++;
        }
        zip.putNextEntry(new ZipEntry("sign-off.txt"));
        zip.write(note.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
    }
}
