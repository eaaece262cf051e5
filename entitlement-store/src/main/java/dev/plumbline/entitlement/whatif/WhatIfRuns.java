package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.whatif.Change.Kind;
import dev.plumbline.entitlement.whatif.WhatIfRun.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Plans and what they found. Instants of a run's life are the database's, so that nodes agree on who is alive. */
@Repository
class WhatIfRuns {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COLUMNS = """
            select id, base, source_sha256, effective_at, compared_from, author, status, diff::text as diff,
                   counts::text as counts, money::text as money, done, greatest(total, done) as total,
                   started_at, ended_at, failure
            """;
    /** Without the draft, which may have megabytes: who lists plans does not read it. */
    private static final String RUNS = COLUMNS + """
            from what_if_run
            """;

    private static final String FINISHED_ON = """
            where base = :base and status = 'COMPLETED' order by started_at desc limit 5
            """;

    private final JdbcClient jdbc;

    WhatIfRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A plan that is to be made. */
    record Wanted(
            @Nullable Long base,
            String source,
            String sha256,
            @Nullable Instant effectiveAt,
            Instant comparedFrom,
            String author,
            String diff) {}

    /** Empty when the same plan is there already, finished or being made. */
    Optional<UUID> begin(Wanted wanted) {
        return jdbc.sql("""
                        insert into what_if_run (base, source, source_sha256, effective_at, compared_from, author,
                                                 status, diff, counts, money, total)
                        values (:base, :source, :sha256, :effectiveAt, :comparedFrom, :author,
                                'RUNNING', :diff::jsonb, :counts::jsonb, :money::jsonb,
                                (select greatest(reltuples, 0)::bigint from pg_class where oid = 'customer'::regclass))
                        on conflict (source_sha256, coalesce(base, 0), coalesce(effective_at, '-infinity'))
                            where status in ('RUNNING', 'COMPLETED') do nothing
                        returning id
                        """)
                .param("base", wanted.base(), Types.BIGINT)
                .param("source", wanted.source())
                .param("sha256", wanted.sha256())
                .param("effectiveAt", timestamp(wanted.effectiveAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("comparedFrom", timestamp(wanted.comparedFrom()))
                .param("author", wanted.author())
                .param("diff", wanted.diff())
                .param("counts", JSON.writeValueAsString(Counts.NONE))
                .param("money", JSON.writeValueAsString(Money.NONE))
                .query(UUID.class)
                .optional();
    }

    /** The one that is being made or finished for the same draft, base and instant. */
    Optional<WhatIfRun> same(String sha256, @Nullable Long base, @Nullable Instant effectiveAt) {
        return find(
                """
                where source_sha256 = :sha256 and coalesce(base, 0) = coalesce(:base, 0)
                  and effective_at is not distinct from :effectiveAt and status in ('RUNNING', 'COMPLETED')
                """,
                spec -> spec.param("sha256", sha256)
                        .param("base", base, Types.BIGINT)
                        .param("effectiveAt", timestamp(effectiveAt), Types.TIMESTAMP_WITH_TIMEZONE));
    }

    Optional<WhatIfRun> find(UUID id) {
        return find("where id = :id", spec -> spec.param("id", id));
    }

    private Optional<WhatIfRun> find(
            String where, Function<JdbcClient.StatementSpec, JdbcClient.StatementSpec> parameters) {
        return parameters
                .apply(jdbc.sql(RUNS + where))
                .query((row, n) -> run(row))
                .optional();
    }

    /** A finished plan with the draft it is of. */
    record Finished(WhatIfRun run, String source) {}

    /** The newest of those that were made on a revision. */
    List<Finished> finishedOn(long base) {
        return jdbc.sql(COLUMNS + ", source from what_if_run " + FINISHED_ON)
                .param("base", base)
                .query((row, n) -> new Finished(run(row), row.getString("source")))
                .list();
    }

    /** The same, without their drafts. */
    List<WhatIfRun> runsFinishedOn(long base) {
        return jdbc.sql(RUNS + FINISHED_ON)
                .param("base", base)
                .query((row, n) -> run(row))
                .list();
    }

    /** The draft that a plan is of. */
    Optional<String> source(UUID id) {
        return jdbc.sql("select source from what_if_run where id = :id")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    int running() {
        return jdbc.sql("select count(*) from what_if_run where status = 'RUNNING'")
                .query(Integer.class)
                .single();
    }

    /** Says how far it is; false when it is not to go on: somebody cancelled it, or took us for dead. */
    boolean isWantedStill(UUID id, Tally tally) {
        return jdbc.sql("""
                                update what_if_run
                                set alive_at = clock_timestamp(), done = :done, counts = :counts::jsonb, money = :money::jsonb
                                where id = :id and status = 'RUNNING'
                                """)
                        .param("id", id)
                        .param("done", tally.done())
                        .param("counts", JSON.writeValueAsString(tally.counts()))
                        .param("money", JSON.writeValueAsString(tally.money()))
                        .update()
                == 1;
    }

    /** False when it had ended before. */
    boolean end(UUID id, Status status, @Nullable String failure) {
        return jdbc.sql("""
                                update what_if_run
                                set status = :status, failure = :failure, ended_at = clock_timestamp(),
                                    total = case when :status = 'COMPLETED' then done else total end
                                where id = :id and status = 'RUNNING'
                                """)
                        .param("id", id)
                        .param("status", status.name())
                        .param("failure", failure, Types.VARCHAR)
                        .update()
                == 1;
    }

    /** Runs whose node went away are said to have failed; how many. */
    int buryTheDead(Duration silence) {
        return jdbc.sql("""
                        update what_if_run
                        set status = 'FAILED', ended_at = clock_timestamp(),
                            failure = 'The node that made it went away; ask for the plan again'
                        where status = 'RUNNING' and alive_at < clock_timestamp() - :silence * interval '1 ms'
                        """).param("silence", silence.toMillis()).update();
    }

    /** Forgets plans that are older, with all they found; how many. */
    int forget(Duration age) {
        return jdbc.sql("""
                        delete from what_if_run
                        where status <> 'RUNNING' and started_at < clock_timestamp() - :age * interval '1 ms'
                        """).param("age", age.toMillis()).update();
    }

    void add(UUID run, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into what_if_change (run, customer_key, feature, kind, changes_at, before, after, reason)
                        select :run, customer, feature, kind, changes_at, before, after, reason
                        from unnest(:customers::text[], :features::text[], :kinds::text[], :changesAt::timestamptz[],
                                    :before::text[], :after::text[], :reasons::text[])
                            as change (customer, feature, kind, changes_at, before, after, reason)
                        """)
                .param("run", run)
                .param("customers", column(changes, change -> change.customer().value()))
                .param("features", column(changes, change -> change.feature().value()))
                .param("kinds", column(changes, change -> change.kind().name()))
                .param("changesAt", column(changes, change -> change.from().toString()))
                .param("before", column(changes, Change::before))
                .param("after", column(changes, Change::after))
                .param("reasons", column(changes, Change::reason))
                .update();
    }

    List<Change> changes(UUID run, WhatIf.Sought sought, WhatIf.Place after, int limit) {
        Kind kind = sought.kind();
        return jdbc.sql("""
                        select customer_key, feature, kind, changes_at, before, after, reason from what_if_change
                        where run = :run and (customer_key, feature, kind) > (:afterCustomer, :afterFeature, :afterKind)
                          and (:kind::text is null or kind = :kind)
                          and (:feature::text is null or feature = :feature)
                          and (:customer::text is null or customer_key = :customer)
                        order by customer_key, feature, kind limit :limit
                        """)
                .param("run", run)
                .param("kind", kind == null ? null : kind.name(), Types.VARCHAR)
                .param("feature", sought.feature(), Types.VARCHAR)
                .param("customer", sought.customer(), Types.VARCHAR)
                .param("afterCustomer", after.customer())
                .param("afterFeature", after.feature())
                .param("afterKind", after.kind())
                .param("limit", limit)
                .query((row, n) -> new Change(
                        new CustomerKey(row.getString("customer_key")),
                        new FeatureKey(row.getString("feature")),
                        Kind.valueOf(row.getString("kind")),
                        instant(row, "changes_at"),
                        row.getString("before"),
                        row.getString("after"),
                        row.getString("reason")))
                .list();
    }

    private static WhatIfRun run(ResultSet row) throws SQLException {
        return new WhatIfRun(
                row.getObject("id", UUID.class),
                row.getObject("base", Long.class),
                row.getString("source_sha256"),
                instantOrNull(row, "effective_at"),
                instant(row, "compared_from"),
                row.getString("author"),
                Status.valueOf(row.getString("status")),
                row.getString("diff"),
                JSON.readValue(row.getString("counts"), Counts.class),
                JSON.readValue(row.getString("money"), Money.class),
                row.getLong("done"),
                row.getLong("total"),
                instant(row, "started_at"),
                instantOrNull(row, "ended_at"),
                row.getString("failure"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime timestamp = row.getObject(column, OffsetDateTime.class);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static String[] column(List<Change> changes, Function<Change, String> value) {
        return changes.stream().map(value).toArray(String[]::new);
    }
}
