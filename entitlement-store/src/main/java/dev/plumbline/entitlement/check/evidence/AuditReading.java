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
    private static final String CUSTOMER = "customer";
    private static final String SELECT = """
            select id, recorded, actor, action, object_kind, object_ref, customer_key, reason, link,
                   before::text as before, after::text as after, cause::text as cause
            from audit
            where id < :before
            """;
    /** Of all that stand in the index of actions, each once: from one to the next, not from row to row. */
    static final String ACTIONS = """
            with recursive done (action) as (
                (select action from audit where action <> 'entitlements.resolved' order by action limit 1)
                union all
                select (select action from audit
                        where action <> 'entitlements.resolved' and action > done.action order by action limit 1)
                from done where done.action is not null)
            select action from done where action is not null
            """;

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
            @Nullable String action,
            @Nullable String objectKind,
            @Nullable String objectRef,
            @Nullable Instant from,
            @Nullable Instant until) {
        static Filter ofCustomer(String key) {
            return new Filter(key, null, null, null, null, null, null);
        }
    }

    List<Audited> list(Filter filter, long before, int limit) {
        return asked(jdbc.sql(statement(filter)), filter, before, limit)
                .query((row, n) -> audited(row))
                .list();
    }

    List<String> actions() {
        return jdbc.sql(ACTIONS).query((row, n) -> row.getString("action")).list();
    }

    /** Constants: only the conditions that are asked for stand in it, or a plan for any values would walk back through all rows. */
    static String statement(Filter filter) {
        return SELECT
                + (filter.customer() == null ? "" : " and customer_key = :customer")
                + (filter.actor() == null ? "" : " and actor = :actor")
                + ofAction(filter)
                + ofObject(filter)
                + (filter.from() == null ? "" : " and recorded >= :from")
                + (filter.until() == null ? "" : " and recorded < :until")
                + " order by id desc limit :limit";
    }

    /** With the words of its index, which say nothing that the action does not. */
    private static String ofAction(Filter filter) {
        return filter.action() == null
                ? ""
                : " and action = :action"
                        + (Audited.RESOLVED.equals(filter.action()) ? "" : " and action <> 'entitlements.resolved'");
    }

    /** The same of objects. What was done to a customer stands with the customer. */
    private static String ofObject(Filter filter) {
        if (filter.objectKind() == null) {
            return "";
        }
        boolean customer = CUSTOMER.equals(filter.objectKind());
        return " and object_kind = :kind"
                + (customer ? "" : " and object_kind <> 'customer'")
                + (filter.objectRef() == null
                        ? ""
                        : " and object_ref = :ref" + (customer ? " and customer_key = :ref" : ""));
    }

    static JdbcClient.StatementSpec asked(JdbcClient.StatementSpec sql, Filter filter, long before, int limit) {
        return sql.param("before", before)
                .param("customer", filter.customer(), Types.VARCHAR)
                .param("actor", filter.actor(), Types.VARCHAR)
                .param("action", filter.action(), Types.VARCHAR)
                .param("kind", filter.objectKind(), Types.VARCHAR)
                .param("ref", filter.objectRef(), Types.VARCHAR)
                .param("from", timestamp(filter.from()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("until", timestamp(filter.until()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("limit", limit);
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
