package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.sheet.Shape;
import dev.plumbline.sync.sheet.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The short parts of a report, for people to read on a page: the same lines as in its files. */
@Component
public class ReportParts {
    private static final List<Shape> SHORT =
            List.of(Section.SUMMARY, Section.CONTROL_TOTALS, Section.ROLL_FORWARD, Section.AGEING);

    private final Reports reports;
    private final ReportContent content;

    ReportParts(Reports reports, ReportContent content) {
        this.reports = reports;
        this.content = content;
    }

    /**
     * @param contentSha256 of the whole report: what was signed is what has it
     * @param keys the names of all parts, the long ones too: each has a file of its own
     */
    public record Made(String contentSha256, List<Shown> parts, List<String> keys) {}

    /** Empty while it is not made. */
    public Optional<Made> of(long run) {
        Reports.Head head = reports.find(run).orElse(null);
        String hash = head == null ? null : head.contentSha256();
        return head == null || hash == null
                ? Optional.empty()
                : Optional.of(new Made(
                        hash,
                        SHORT.stream().map(section -> part(run, section)).toList(),
                        head.shapes().keys()));
    }

    /** How many of the breaks that were open at the end matter, by the thresholds that the report names. */
    public long material(long run) {
        return content.material(run);
    }

    /** The run of the report that was made last, of whichever account; empty before the first. */
    public Optional<Long> newest() {
        return reports.newest();
    }

    private Shown part(long run, Shape section) {
        var lines = new ArrayList<List<@Nullable Object>>();
        content.each(run, section, content.materiality(run), lines::add);
        return new Shown(section.key(), section.columns(), lines, false);
    }
}
