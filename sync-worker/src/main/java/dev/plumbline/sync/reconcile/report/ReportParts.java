package dev.plumbline.sync.reconcile.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The short parts of a report, for people to read on a page: the same lines as in its files. */
@Component
public class ReportParts {
    private static final List<Section> SHORT =
            List.of(Section.SUMMARY, Section.CONTROL_TOTALS, Section.ROLL_FORWARD, Section.AGEING);

    private final Reports reports;

    ReportParts(Reports reports) {
        this.reports = reports;
    }

    /** @param key such as {@code control-totals} */
    public record Part(String key, List<String> columns, List<List<@Nullable Object>> lines) {}

    /** @param contentSha256 of the whole report: what was signed is what has it */
    public record Made(String contentSha256, List<Part> parts) {}

    /** Empty while it is not made. */
    public Optional<Made> of(long run) {
        String hash = reports.find(run).map(Reports.Head::contentSha256).orElse(null);
        return hash == null
                ? Optional.empty()
                : Optional.of(new Made(
                        hash, SHORT.stream().map(section -> part(run, section)).toList()));
    }

    /** The names of all parts, the long ones too: each has a file of its own. */
    public List<String> keys() {
        return Arrays.stream(Section.values()).map(Section::key).toList();
    }

    /** How many of the breaks that were open at the end matter, by the thresholds that the report names. */
    public long material(long run) {
        return reports.material(run);
    }

    /** The run of the report that was made last, of whichever account; empty before the first. */
    public Optional<Long> newest() {
        return reports.newest();
    }

    private Part part(long run, Section section) {
        var lines = new ArrayList<List<@Nullable Object>>();
        reports.each(run, section, reports.materiality(run), lines::add);
        return new Part(section.key(), section.columns(), lines);
    }
}
