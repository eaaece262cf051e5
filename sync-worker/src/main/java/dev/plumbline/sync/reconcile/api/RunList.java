package dev.plumbline.sync.reconcile.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Runs as they stand, newest first. */
@Repository
class RunList {
    private static final String SELECT = """
            select r.*, clock_timestamp() as now,
                   case when r.forgotten_differences is null
                        then (select count(*) from reconciliation_difference d where d.run = r.id)
                        else (select sum(value::bigint) from jsonb_each_text(r.forgotten_differences)) end as differences,
                   case when r.step = 'list' and r.held_here > 0 then r.held_here end as guess
            from reconciliation r
            """;

    private final JdbcClient jdbc;

    RunList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<ShownRun> list(
            @Nullable String provider, @Nullable String account, @Nullable String status, long before, int limit) {
        return jdbc.sql(SELECT + """
                        where r.id < :before and (:provider::text is null or r.provider = :provider)
                          and (:account::text is null or r.account = :account) and (:status::text is null or r.status = :status)
                        order by r.id desc limit :limit
                        """)
                .param("before", before)
                .param("provider", provider, Types.VARCHAR)
                .param("account", account, Types.VARCHAR)
                .param("status", status, Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> shown(row, Map.of()))
                .list();
    }

    Optional<ShownRun> find(long id) {
        var outcomes = new TreeMap<String, Long>();
        jdbc.sql("""
                        select d.outcome, count(*) as n
                        from reconciliation r join reconciliation_difference d on d.run = r.id
                        where r.id = :id and r.forgotten_differences is null and d.outcome is not null group by d.outcome
                        union all
                        -- Of a run of long ago, what is noted of them.
                        select d.key, d.value::bigint
                        from reconciliation r, jsonb_each_text(r.forgotten_differences) d
                        where r.id = :id and d.key <> 'NOT_LOOKED_AT'
                        """).param("id", id).query(row -> {
            outcomes.put(row.getString("outcome"), row.getLong("n"));
        });
        return jdbc.sql(SELECT + " where r.id = :id")
                .param("id", id)
                .query((row, n) -> shown(row, outcomes))
                .optional();
    }

    private static ShownRun shown(ResultSet row, Map<String, Long> outcomes) throws SQLException {
        return new ShownRun(
                row.getLong("id"),
                row.getString("provider"),
                row.getString("account"),
                row.getString("mode"),
                row.getString("cause"),
                row.getObject("business_date", LocalDate.class),
                row.getString("status"),
                row.getString("requested_by"),
                row.getString("reason"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                row.getInt("attempt"),
                number(row, "model_revision"),
                number(row, "previous_run"),
                progress(row),
                new ShownRun.Totals(
                        row.getLong("listed"),
                        row.getLong("unreadable"),
                        row.getLong("held_here"),
                        row.getLong("subjects_there"),
                        row.getLong("subjects_here"),
                        row.getLong("differences")),
                outcomes,
                hold(row),
                row.getString("failure"));
    }

    private static ShownRun.Progress progress(ResultSet row) throws SQLException {
        long done = row.getLong("step_done");
        Long told = number(row, "step_of");
        Long of = told == null ? number(row, "guess") : told;
        Instant since = instant(row, "step_since");
        Instant ended = instant(row, "ended_at");
        Instant now = ended == null ? row.getObject("now", OffsetDateTime.class).toInstant() : ended;
        double seconds = since == null ? 0 : Duration.between(since, now).toMillis() / 1_000.0;
        double rate = seconds <= 0 ? 0 : Math.round(done / seconds * 10) / 10.0;
        Long left = of == null || rate <= 0 || ended != null
                ? null
                : Long.valueOf(Math.max(0, Math.round((of - done) / rate)));
        return new ShownRun.Progress(
                row.getString("step"),
                done,
                of,
                rate,
                left,
                row.getLong("pages"),
                row.getLong("listed"),
                row.getLong("subjects"),
                row.getLong("looked"));
    }

    private static ShownRun.@Nullable Hold hold(ResultSet row) throws SQLException {
        String reason = row.getString("hold_reason");
        Instant at = instant(row, "held_at");
        Instant released = instant(row, "released_at");
        if (reason == null && released == null) {
            return null;
        }
        return new ShownRun.Hold(
                reason == null ? "It was released" : reason,
                at == null ? java.util.Objects.requireNonNull(released) : at,
                number(row, "losing"),
                number(row, "bound"),
                number(row, "entitled"),
                row.getString("released_by"),
                released,
                row.getString("release_reason"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(number);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime timestamp = row.getObject(column, OffsetDateTime.class);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
