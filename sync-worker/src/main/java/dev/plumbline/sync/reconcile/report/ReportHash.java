package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.http.Csv;
import dev.plumbline.sync.reconcile.finding.Materiality;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** One number for all that a report says, part by part as CSV: who has the files can tell whether they are what was made. */
@Component
class ReportHash {
    private final Reports reports;

    ReportHash(Reports reports) {
        this.reports = reports;
    }

    String of(long run) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Materiality materiality = reports.materiality(run);
            for (Section section : Section.values()) {
                digest.update(header(section));
                reports.each(run, section, materiality, cells -> digest.update(line(cells.toArray())));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    static byte[] header(Section section) {
        return Csv.line(section.columns().toArray()).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] line(@org.jspecify.annotations.Nullable Object[] cells) {
        return Csv.line(cells).getBytes(StandardCharsets.UTF_8);
    }
}
