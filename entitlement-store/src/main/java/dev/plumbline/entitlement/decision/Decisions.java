package dev.plumbline.entitlement.decision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the rows of all decisions have in common. */
final class Decisions {
    private Decisions() {}

    /** Opaque: nobody learns from one how many there are, or guesses another (S-28). */
    static String newId(String sort) {
        return sort + "_" + UUID.randomUUID().toString().replace("-", "");
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime timestamp = row.getObject(column, OffsetDateTime.class);
        return timestamp == null ? null : timestamp.toInstant();
    }

    static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Ended ended(ResultSet row) throws SQLException {
        Instant at = instantOrNull(row, "ended_at");
        return at == null ? null : new Ended(at, row.getString("ended_by"), row.getString("end_reason"));
    }
}
