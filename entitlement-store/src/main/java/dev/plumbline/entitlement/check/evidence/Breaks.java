package dev.plumbline.entitlement.check.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Breaks, the newest first. */
@Repository
class Breaks {
    private static final String SELECT = """
            select b.id, b.type, b.customer_key, b.provider, b.account, b.provider_customer, b.detail, b.amount, b.currency,
                   b.opened_at, b.last_seen_at, b.resolved_at, b.reopened, b.comment, b.assignee,
                   b.waived_until, b.waived_by, b.waived_reason, b.reason_code, b.cause, b.run, b.evidence::text as evidence,
                   b.money_unknown, b.edit,
                   coalesce(b.severity, usual.severity, 'medium') as severity, coalesce(b.side, usual.side, 'neutral') as side
            from break b
            left join unnest(:types::text[], :severities::text[], :sides::text[]) as usual (type, severity, side)
                on usual.type = b.type
            """;

    private static final String LISTED = """
            where b.id < :before
              and (:type::text is null or b.type = :type)
              and (:severity::text is null or coalesce(b.severity, usual.severity, 'medium') = :severity)
              and (:side::text is null or coalesce(b.side, usual.side, 'neutral') = :side)
              and (:customer::text is null or b.customer_key = :customer)
              and (:since::timestamptz is null or b.opened_at >= :since)
              and (:assignee::text is null or b.assignee = :assignee
                   or (:assignee = '' and b.assignee is null))
              and (:run::bigint is null
                   or exists (select from break_told t where t.run = :run and t.break = b.id))
            """;
    /** Each in its own words, and not as what a row works out to: so the few that are open are found among all there ever were. */
    private static final String OPEN = """
              and b.resolved_at is null and (b.waived_until is null or b.waived_until <= :now)
            """;

    private static final String WAIVED = """
              and b.resolved_at is null and b.waived_until > :now
            """;
    private static final String RESOLVED = """
              and b.resolved_at is not null
            """;
    private static final String NEWEST = """
            order by b.id desc limit :limit
            """;
    /** For the test of how it is found. */
    static final String ALL_OPEN = SELECT + LISTED + OPEN + NEWEST;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final InstantSource clock;
    private final InstantSource business;

    Breaks(JdbcClient jdbc, JsonMapper json, InstantSource realTime, InstantSource businessClock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = realTime;
        this.business = businessClock;
    }

    /**
     * What is looked for; null for any.
     *
     * @param since opened then or later
     * @param run that told of it, as still open, as new or as closed
     * @param assignee who has taken it upon themselves; empty for nobody
     */
    record Filter(
            @Nullable String type,
            BreakType.@Nullable Severity severity,
            BreakType.@Nullable Side side,
            @Nullable String customer,
            @Nullable String state,
            @Nullable Instant since,
            @Nullable Long run,
            @Nullable String assignee) {}

    List<BreakBody> list(Filter filter, long before, int limit) {
        return listing(filter.state())
                .param("before", before)
                .param("type", filter.type(), Types.VARCHAR)
                .param(
                        "severity",
                        filter.severity() == null ? null : filter.severity().key(),
                        Types.VARCHAR)
                .param("side", filter.side() == null ? null : filter.side().key(), Types.VARCHAR)
                .param("customer", filter.customer(), Types.VARCHAR)
                .param("since", timestamp(filter.since()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("run", filter.run(), Types.BIGINT)
                .param("assignee", filter.assignee(), Types.VARCHAR)
                .param("now", timestamp(business.instant()))
                .param("limit", limit)
                .query((row, n) -> shown(row))
                .list();
    }

    Optional<BreakBody> find(long id) {
        return selecting("where b.id = :id")
                .param("id", id)
                .query((row, n) -> shown(row))
                .optional();
    }

    /** Held against every other edit until the transaction ends. */
    Optional<BreakBody> hold(long id) {
        return selecting("where b.id = :id for update of b")
                .param("id", id)
                .query((row, n) -> shown(row))
                .optional();
    }

    /** What a person says of it now. */
    void write(
            long id,
            @Nullable String comment,
            @Nullable String assignee,
            @Nullable String reasonCode,
            BreakBody.@Nullable Waiver waived) {
        jdbc.sql("""
                        update break
                        set comment = :comment, assignee = :assignee, reason_code = :reasonCode, waived_until = :until, waived_by = :by,
                            waived_reason = :reason, edit = edit + 1
                        where id = :id
                        """)
                .param("id", id)
                .param("comment", comment, Types.VARCHAR)
                .param("assignee", assignee, Types.VARCHAR)
                .param("reasonCode", reasonCode, Types.VARCHAR)
                .param("until", waived == null ? null : timestamp(waived.until()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("by", waived == null ? null : waived.by(), Types.VARCHAR)
                .param("reason", waived == null ? null : waived.reason(), Types.VARCHAR)
                .update();
    }

    private JdbcClient.StatementSpec listing(@Nullable String state) {
        return switch (state) {
            case null -> selecting(LISTED + NEWEST);
            case "open" -> selecting(LISTED + OPEN + NEWEST);
            case "waived" -> selecting(LISTED + WAIVED + NEWEST);
            case "resolved" -> selecting(LISTED + RESOLVED + NEWEST);
            default -> throw new IllegalArgumentException("No break is " + state);
        };
    }

    private JdbcClient.StatementSpec selecting(String where) {
        return usual(jdbc.sql(SELECT + where));
    }

    static JdbcClient.StatementSpec usual(JdbcClient.StatementSpec statement) {
        BreakType[] all = BreakType.values();
        return statement
                .param("types", Arrays.stream(all).map(BreakType::name).toArray(String[]::new))
                .param(
                        "severities",
                        Arrays.stream(all).map(type -> type.severity().key()).toArray(String[]::new))
                .param(
                        "sides",
                        Arrays.stream(all).map(type -> type.side().key()).toArray(String[]::new));
    }

    private BreakBody shown(ResultSet row) throws SQLException {
        Instant opened = row.getObject("opened_at", OffsetDateTime.class).toInstant();
        Instant resolved = instant(row, "resolved_at");
        BreakBody.Waiver waived = waiver(row);
        String provider = row.getString("provider");
        String type = row.getString("type");
        JsonNode evidence = evidence(row.getString("evidence"));
        long days = BreakBody.days(opened, resolved == null ? clock.instant() : resolved);
        return new BreakBody(
                row.getLong("id"),
                type,
                row.getString("severity"),
                row.getString("side"),
                resolved != null ? "resolved" : waived != null ? "waived" : "open",
                row.getString("customer_key"),
                provider == null
                        ? null
                        : new BreakBody.Subject(provider, row.getString("account"), row.getString("provider_customer")),
                row.getString("detail"),
                money(row),
                row.getBoolean("money_unknown") && row.getObject("amount") == null,
                BreakType.of(type)
                        .map(BreakType::mend)
                        .orElse("A newer version of Plumbline found it; ask a node that runs it"),
                opened,
                row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
                resolved,
                row.getInt("reopened"),
                days,
                BreakBody.age(days),
                row.getString("comment"),
                row.getString("assignee"),
                waived,
                row.getString("reason_code"),
                lower(row.getString("cause")),
                row.getObject("run", Long.class),
                evidence,
                BreakLinks.of(row, evidence),
                row.getLong("edit"));
    }

    private @Nullable JsonNode evidence(@Nullable String stored) {
        return stored == null ? null : json.readTree(stored);
    }

    private static @Nullable String lower(@Nullable String word) {
        return word == null ? null : word.toLowerCase(Locale.ROOT);
    }

    private static BreakBody.@Nullable Money money(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return currency == null || row.getObject("amount") == null
                ? null
                : new BreakBody.Money(row.getLong("amount"), currency);
    }

    private BreakBody.@Nullable Waiver waiver(ResultSet row) throws SQLException {
        Instant until = instant(row, "waived_until");
        return until == null || !until.isAfter(business.instant())
                ? null
                : new BreakBody.Waiver(until, row.getString("waived_by"), row.getString("waived_reason"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime timestamp = row.getObject(column, OffsetDateTime.class);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
