package dev.plumbline.sync.period;

import dev.plumbline.sync.sheet.Part;
import dev.plumbline.sync.sheet.Shape;
import dev.plumbline.sync.sheet.Shapes;
import dev.plumbline.sync.sheet.StoredLine;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Packs as they were made, read in pages: whoever reads slowly holds no connection. */
@Repository
class Packs {
    private static final String LINES = """
            select line, cells::text as cells from period_pack_line
            where month = :month and version = :version and section = :section and line > :after
            order by line limit :atMost
            """;

    private static final String ITEMS = """
            select line, jsonb_build_array(break, provider || '/' || account, type, severity, side, customer_key, provider_customer,
                                           detail, to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), age_days, age, entered, left_as, opening_amount,
                                           opening_currency, amount, currency, material, reason_code, cause, assignee,
                                           comment)::text as cells
            from period_pack_item
            where month = :month and version = :version and :section = 'items' and line > :after
            order by line limit :atMost
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Packs(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** All of it, in the order of its hash. */
    List<Part> parts(YearMonth month, int version, Shapes shapes) {
        return shapes.all().stream().map(part -> part(month, version, part)).toList();
    }

    Part part(YearMonth month, int version, Shape part) {
        return part.of(taker -> StoredLine.each(after -> page(month, version, part, after, StoredLine.PAGE), taker));
    }

    /** Its first lines, for people to read on a page. */
    List<List<@Nullable Object>> first(YearMonth month, int version, Shape part, int atMost) {
        return page(month, version, part, -1, atMost).stream()
                .map(StoredLine::cells)
                .toList();
    }

    private List<StoredLine> page(YearMonth month, int version, Shape part, int after, int atMost) {
        return jdbc.sql(part.equals(PackPart.ITEMS) ? ITEMS : LINES)
                .param("month", month.toString())
                .param("version", version)
                .param("section", part.key())
                .param("after", after)
                .param("atMost", atMost)
                .query((row, n) -> StoredLine.of(row, json))
                .list();
    }
}
