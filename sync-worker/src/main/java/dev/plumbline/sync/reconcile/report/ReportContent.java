package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.finding.Materiality;
import dev.plumbline.sync.sheet.Cells;
import dev.plumbline.sync.sheet.Part;
import dev.plumbline.sync.sheet.Shape;
import dev.plumbline.sync.sheet.Shapes;
import dev.plumbline.sync.sheet.StoredLine;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What reports say: written part by part, and read line by line from here, whatever it is shown as. */
@Repository
class ReportContent {
    static final int PAGE = StoredLine.PAGE;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final TellingOf telling;

    ReportContent(JdbcClient jdbc, JsonMapper json, TellingOf telling) {
        this.jdbc = jdbc;
        this.json = json;
        this.telling = telling;
    }

    /** Writes a part over what it was before. */
    void write(long run, Shape section, List<List<@Nullable Object>> lines) {
        jdbc.sql("delete from reconciliation_report_line where run = :run and section = :section")
                .param("run", run)
                .param("section", section.key())
                .update();
        for (int from = 0; from < lines.size(); from += PAGE) {
            add(run, section, from, lines.subList(from, Math.min(lines.size(), from + PAGE)));
        }
    }

    void add(long run, Shape section, int from, List<List<@Nullable Object>> lines) {
        jdbc.sql("""
                        insert into reconciliation_report_line (run, section, line, cells)
                        select :run, :section, line, cells::jsonb
                        from unnest(:numbers::int[], :cells::text[]) as told (line, cells)
                        """)
                .param("run", run)
                .param("section", section.key())
                .param(
                        "numbers",
                        IntStream.range(from, from + lines.size()).boxed().toArray(Integer[]::new))
                .param("cells", lines.stream().map(json::writeValueAsString).toArray(String[]::new))
                .update();
    }

    /** Every line of a part, in its order, with as many cells as it has columns. */
    void each(long run, Shape section, Materiality materiality, Consumer<List<@Nullable Object>> taker) {
        if (section.equals(Section.BREAKS)) {
            telling.each(run, told -> taker.accept(cells(told, materiality)));
            return;
        }
        StoredLine.each(after -> stored(run, section, after), taker);
    }

    /** All of it, in the order of its hash. */
    List<Part> parts(long run, Shapes shapes) {
        Materiality materiality = materiality(run);
        return shapes.all().stream()
                .map(section -> part(run, section, materiality))
                .toList();
    }

    Part part(long run, Shape section) {
        return part(run, section, materiality(run));
    }

    private Part part(long run, Shape section, Materiality materiality) {
        return section.of(taker -> each(run, section, materiality, taker));
    }

    private List<StoredLine> stored(long run, Shape section, int after) {
        return jdbc.sql("""
                        select line, cells::text as cells from reconciliation_report_line
                        where run = :run and section = :section and line > :after order by line limit :atMost
                        """)
                .param("run", run)
                .param("section", section.key())
                .param("after", after)
                .param("atMost", PAGE)
                .query((row, n) -> StoredLine.of(row, json))
                .list();
    }

    private static List<@Nullable Object> cells(Told told, Materiality materiality) {
        return Cells.of(
                told.id(),
                told.type(),
                told.severity(),
                told.side(),
                told.customer(),
                told.providerCustomer(),
                told.detail(),
                told.openedAt(),
                told.ageDays(),
                Ageing.bucket(told.ageDays()),
                told.entered().key(),
                told.left() == null ? null : told.left().key(),
                told.money().amount(),
                told.money().currency(),
                materiality.isMaterial(told.atRisk()),
                told.reasonCode(),
                told.cause(),
                told.assignee());
    }

    /** What matters, as the report says that it did. */
    Materiality materiality(long run) {
        var thresholds = new HashMap<String, Long>();
        stored(run, Section.SUMMARY, -1).forEach(line -> {
            String what = String.valueOf(line.cells().getFirst());
            if (what.startsWith(Summary.MATERIAL) && line.cells().get(1) instanceof Number threshold) {
                thresholds.put(what.substring(Summary.MATERIAL.length()), threshold.longValue());
            }
        });
        // Every currency of the report is named, so nothing is left for what is usual.
        return new Materiality(thresholds, Long.MAX_VALUE / 1_000_000, BigDecimal.ZERO, Map.of());
    }

    /** What a report closed with, as it told. */
    Map<String, Sum> closed(long run) {
        var closed = new LinkedHashMap<String, Sum>();
        for (StoredLine line : stored(run, Section.ROLL_FORWARD, -1)) {
            List<@Nullable Object> cells = line.cells();
            if (RollForward.Line.CLOSING.key().equals(cells.get(1)) && cells.get(2) instanceof Number count) {
                String currency = String.valueOf(cells.getFirst());
                closed.put(
                        currency,
                        new Sum(
                                currency,
                                count.longValue(),
                                cells.get(3) instanceof Number amount ? Long.valueOf(amount.longValue()) : null));
            }
        }
        return closed;
    }

    /** Lines are numbered from 0, breaks from 1. */
    static final long BEFORE_ALL = -1;

    /** @param at where it stands: what comes next is after it */
    record Line(long at, List<@Nullable Object> cells) {}

    /** How many lines of a stored part begin with each word, in the order of the words. */
    Map<String, Long> countedByFirst(long run, Shape section) {
        var counted = new LinkedHashMap<String, Long>();
        jdbc.sql("""
                        select cells ->> 0 as first, count(*) as lines from reconciliation_report_line
                        where run = :run and section = :section group by 1 order by 1
                        """).param("run", run).param("section", section.key()).query((ResultSet row) -> {
            counted.put(row.getString("first"), row.getLong("lines"));
        });
        return counted;
    }

    /** The next lines of a part; fewer than {@value #PAGE} are the last. */
    List<Line> after(long run, Shape section, Materiality materiality, long after) {
        return section.equals(Section.BREAKS)
                ? telling.after(run, after).stream()
                        .map(told -> new Line(told.id(), cells(told, materiality)))
                        .toList()
                : stored(run, section, Math.clamp(after, -1, Integer.MAX_VALUE)).stream()
                        .map(line -> new Line(line.line(), line.cells()))
                        .toList();
    }

    long material(long run) {
        Map<String, Long> thresholds = materiality(run).all();
        List<String> currencies = List.copyOf(thresholds.keySet());
        return jdbc.sql("""
                        select count(*) from break_told t
                        join unnest(:currencies::text[], :thresholds::bigint[]) as material (currency, least) using (currency)
                        where t.run = :run and t.left_as is null and greatest(t.amount, 0) >= material.least
                        """)
                .param("run", run)
                .param("currencies", currencies.toArray(String[]::new))
                .param("thresholds", currencies.stream().map(thresholds::get).toArray(Long[]::new))
                .query(Long.class)
                .single();
    }
}
