package dev.plumbline.entitlement.check.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit, newest first. */
@Repository
class AuditReading {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    AuditReading(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What is looked for; null for any. {@code [from, until)}. */
    record Filter(
            @Nullable String customer,
            @Nullable String actor,
            @Nullable String objectKind,
            @Nullable String objectRef,
            @Nullable Instant from,
            @Nullable Instant until) {}

    List<Audited> list(Filter filter, long before, int limit) {
        return jdbc.sql("""
                        select id, recorded, actor, action, object_kind, object_ref, customer_key, reason, link,
                               before::text as before, after::text as after, cause::text as cause
                        from audit
                        where id < :before
                          and (:customer::text is null or customer_key = :customer)
                          and (:actor::text is null or actor = :actor)
                          and (:kind::text is null or object_kind = :kind)
                          and (:ref::text is null or object_ref = :ref)
                          and (:from::timestamptz is null or recorded >= :from)
                          and (:until::timestamptz is null or recorded < :until)
                        order by id desc limit :limit
                        """)
                .param("before", before)
                .param("customer", filter.customer(), Types.VARCHAR)
                .param("actor", filter.actor(), Types.VARCHAR)
                .param("kind", filter.objectKind(), Types.VARCHAR)
                .param("ref", filter.objectRef(), Types.VARCHAR)
                .param("from", timestamp(filter.from()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("until", timestamp(filter.until()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("limit", limit)
                .query((row, n) -> audited(row))
                .list();
    }

    private Audited audited(ResultSet row) throws SQLException {
        return new Audited(
                row.getLong("id"),
                row.getObject("recorded", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("action"),
                new Audited.What(row.getString("object_kind"), row.getString("object_ref")),
                row.getString("customer_key"),
                row.getString("reason"),
                row.getString("link"),
                json(row.getString("before")),
                json(row.getString("after")),
                json(row.getString("cause")));
    }

    private @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : json.readTree(text);
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
