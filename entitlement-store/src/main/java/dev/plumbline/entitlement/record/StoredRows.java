package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows become records, in one place. */
final class StoredRows {
    /** What {@link #answer} reads. */
    static final String ANSWER =
            "version, recorded, as_of, model_revision, stages::text as stages, timeline::text as timeline";

    private StoredRows() {}

    static StoredAnswer answer(CustomerKey customer, ResultSet row) throws SQLException {
        return new StoredAnswer(
                customer,
                row.getLong("version"),
                instant(row, "recorded"),
                instant(row, "as_of"),
                row.getLong("model_revision"),
                stages(row),
                StoredJson.timeline(row.getString("timeline")));
    }

    static Answers.Basis basis(ResultSet row) throws SQLException {
        var facts = new ArrayList<Facts>();
        facts.add(StoredJson.facts(row.getString("facts")));
        String later = row.getString("later_facts");
        if (later != null) {
            facts.addAll(StoredJson.factsOfMany(later));
        }
        return new Answers.Basis(stages(row), facts);
    }

    private static List<ModelSpan> stages(ResultSet row) throws SQLException {
        String stages = row.getString("stages");
        return stages == null
                ? List.of(new ModelSpan(row.getLong("model_revision"), Instant.MIN))
                : StoredJson.stages(stages);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** The driver takes no Instant. */
    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
