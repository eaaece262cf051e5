package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.reconcile.finding.Materiality;
import dev.plumbline.sync.sheet.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** A part of a report as a list: filtered by its own columns, read a page at a time. The lines are those of its files. */
@Component
public class ReportLines {
    /** In any cell, whatever the case of its letters. */
    public static final String ANYWHERE = "q";

    /** What stands for an empty cell in a filter: a field of a form that is left empty means any. */
    public static final String EMPTY = "-";

    private final Reports reports;
    private final ReportContent content;

    ReportLines(Reports reports, ReportContent content) {
        this.reports = reports;
        this.content = content;
    }

    /** @throws Refusal for what is no part of a report */
    public List<String> columns(String section) {
        return section(section).columns();
    }

    /**
     * @param filter by the names of columns ({@value #EMPTY} for an empty cell, nothing for any), and {@value #ANYWHERE}; what is
     *     no column is left out
     * @throws Refusal for what is no part of a report, and where the report is not made
     */
    public Page<List<@Nullable Object>> list(
            long run, String section, Map<String, String> filter, @Nullable String cursor, int limit) {
        Shape part = section(section);
        if (reports.find(run).map(Reports.Head::contentSha256).isEmpty()) {
            throw Refusal.of(HttpStatus.CONFLICT, "REPORT_NOT_READY", "The report of run " + run + " is not made");
        }
        Materiality materiality = content.materiality(run);
        var found = new ArrayList<ReportContent.Line>();
        long after = Cursor.readNumber(cursor, ReportContent.BEFORE_ALL);
        List<ReportContent.Line> page;
        do {
            page = content.after(run, part, materiality, after);
            for (ReportContent.Line line : page) {
                after = line.at();
                if (found.size() <= limit && fits(part, line, filter)) {
                    found.add(line);
                }
            }
        } while (page.size() == ReportContent.PAGE && found.size() <= limit);
        return Page.of(found, limit, ReportContent.Line::cells, line -> Long.toString(line.at()));
    }

    /**
     * All of a stored part, by its first column.
     *
     * @throws Refusal for what is no part of a report
     */
    public Map<String, Long> countedByFirst(long run, String section) {
        return content.countedByFirst(run, section(section));
    }

    private static boolean fits(Shape part, ReportContent.Line line, Map<String, String> filter) {
        String anywhere = filter.getOrDefault(ANYWHERE, "").toLowerCase(Locale.ROOT);
        boolean said = anywhere.isEmpty()
                || line.cells().stream()
                        .anyMatch(cell -> cell != null
                                && cell.toString().toLowerCase(Locale.ROOT).contains(anywhere));
        for (int i = 0; said && i < part.columns().size(); i++) {
            String wanted = filter.getOrDefault(part.columns().get(i), "");
            Object cell = line.cells().get(i);
            said = wanted.isEmpty() || wanted.equals(cell == null ? EMPTY : cell.toString());
        }
        return said;
    }

    private static Shape section(String key) {
        return Section.ALL
                .find(key)
                .orElseThrow(
                        () -> Refusal.of(HttpStatus.NOT_FOUND, "SECTION_UNKNOWN", "A report has no part of this name"));
    }
}
