package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** How rows become records, in one place. */
final class StoredRows {
    private StoredRows() {}

    static StoredAnswer answer(CustomerKey customer, ResultSet row) throws SQLException {
        return new StoredAnswer(
                customer,
                row.getLong("version"),
                instant(row, "recorded"),
                row.getLong("model_revision"),
                StoredJson.timeline(row.getString("timeline")));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** The driver takes no Instant. */
    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
