package dev.plumbline.sync.reconcile.look;

import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whom a run has to look at, and what came of it. */
@Repository
class Differences {
    private final JdbcClient jdbc;

    Differences(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that are due, in the order of their key. */
    List<Difference> due(ReconciliationRun run, int atMost) {
        return jdbc.sql("""
                        select provider_customer, fence, attempts from reconciliation_difference
                        where run = :run and outcome is null and coalesce(again_at, '-infinity') <= clock_timestamp()
                        order by provider_customer limit :atMost
                        """)
                .param("run", run.id())
                .param("atMost", atMost)
                .query((row, n) -> new Difference(
                        run.id(),
                        new Subject(run.account(), Subject.CUSTOMER, row.getString("provider_customer")),
                        row.getLong("fence"),
                        row.getInt("attempts")))
                .list();
    }

    /** At how many it was looked. */
    long looked(ReconciliationRun run) {
        return jdbc.sql("""
                        select count(*) from reconciliation_difference
                        where run = :run and outcome is not null and looked_at is not null
                        """).param("run", run.id()).query(Long.class).single();
    }

    /** Until the next of those that wait is due; null when none waits. */
    @Nullable
    Duration untilNext(ReconciliationRun run) {
        return jdbc.sql("""
                        select (extract(epoch from min(again_at) - clock_timestamp()) * 1000)::bigint as millis
                        from reconciliation_difference where run = :run and outcome is null
                        having count(*) > 0
                        """)
                .param("run", run.id())
                .query((row, n) -> Duration.ofMillis(Math.max(1, row.getLong("millis"))))
                .optional()
                .orElse(null);
    }

    void settle(Difference difference, Seen seen) {
        Seen.Standing before = seen.before();
        Seen.Standing after = seen.after();
        jdbc.sql("""
                        update reconciliation_difference
                        set outcome = :outcome, customer_key = coalesce(:customer, customer_key), before_version = :beforeVersion,
                            after_version = :afterVersion, before = :before::jsonb, after = :after::jsonb, error = :error,
                            looked_at = clock_timestamp(), attempts = attempts + 1,
                            again_at = clock_timestamp() + :again * interval '1 ms'
                        where run = :run and provider_customer = :id and outcome is null
                        """)
                .param("run", difference.run())
                .param("id", difference.subject().id())
                .param("outcome", seen.outcome() == null ? null : seen.outcome().name(), Types.VARCHAR)
                .param("customer", after == null ? null : after.customer(), Types.VARCHAR)
                .param("beforeVersion", before == null ? null : before.version(), Types.BIGINT)
                .param("afterVersion", after == null ? null : after.version(), Types.BIGINT)
                .param("before", before == null ? null : before.json(), Types.VARCHAR)
                .param("after", after == null ? null : after.json(), Types.VARCHAR)
                .param("error", shortened(seen.error()), Types.VARCHAR)
                .param("again", seen.again() == null ? null : seen.again().toMillis(), Types.BIGINT)
                .update();
    }

    /** Nobody waits any longer for those that wait for a second look. */
    List<Difference> leaveWaiting(ReconciliationRun run) {
        return jdbc.sql("""
                        update reconciliation_difference
                        set outcome = 'DOUBTED', looked_at = clock_timestamp()
                        where run = :run and outcome is null
                        returning provider_customer, fence, attempts
                        """)
                .param("run", run.id())
                .query((row, n) -> new Difference(
                        run.id(),
                        new Subject(run.account(), Subject.CUSTOMER, row.getString("provider_customer")),
                        row.getLong("fence"),
                        row.getInt("attempts")))
                .list();
    }

    /** What would take access away is not looked at while the guard says no; what we hold of it is noted. */
    int holdLosing(ReconciliationRun run) {
        return jdbc.sql("""
                        update reconciliation_difference d
                        set outcome = 'HELD', looked_at = clock_timestamp(), error = 'Too many would lose access in this run',
                            before_version = now.version, before = now.json, customer_key = now.customer_key
                        from (select s.provider_customer, l.customer_key, e.version,
                                     jsonb_strip_nulls(jsonb_build_object('snapshot', s.snapshot, 'timeline', e.timeline,
                                        'modelRevision', e.model_revision, 'gives', s.gives_access,
                                        'fetchedAt', s.fetched_at)) as json
                              from reconciliation_difference w
                              join billing_snapshot s on (s.provider, s.account, s.provider_customer)
                                                         = (:provider, :account, w.provider_customer)
                              left join customer_link l on (l.provider, l.account, l.provider_customer)
                                                           = (s.provider, s.account, s.provider_customer)
                              left join entitlement e on e.customer_key = l.customer_key
                              where w.run = :run and w.losing and w.outcome is null) now
                        where d.run = :run and d.provider_customer = now.provider_customer and d.outcome is null
                        """)
                .param("run", run.id())
                .param("provider", run.account().provider().key())
                .param("account", run.account().name())
                .update();
    }

    int holdAll(ReconciliationRun run) {
        return jdbc.sql("""
                        update reconciliation_difference set outcome = 'HELD', looked_at = clock_timestamp(), error = 'Our key is refused'
                        where run = :run and outcome is null
                        """).param("run", run.id()).update();
    }

    /** How many lost access in this run so far, and how many may. */
    Toll toll(ReconciliationRun run) {
        return jdbc.sql("""
                        select r.bound, (select count(*) from reconciliation_difference d
                                         where d.run = r.id and d.outcome = 'REPAIRED' and (d.before -> 'gives')::boolean
                                           and not (d.after -> 'gives')::boolean) as taken
                        from reconciliation r where r.id = :run
                        """)
                .param("run", run.id())
                .query((row, n) -> new Toll(row.getLong("taken"), row.getLong("bound")))
                .single();
    }

    record Toll(long taken, long bound) {}

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= 1_000 ? text : text.substring(0, 1_000);
    }
}
