package dev.plumbline.sync.reconcile.compare;

import dev.plumbline.sync.pass.ListedContent;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Both sides beside each other: one hash join over a number a subject, and only for those that differ the question which of their
 * subscriptions does. Whoever was applied after the list was begun, is marked or being looked at is in flight and no difference
 * (case F-73).
 */
@Repository
class Comparison {
    /** A million subjects on each side fit, where the default would write both to disk. */
    private static final String MEMORY = "set local work_mem = '192MB'";

    private static final String THERE = """
            there as materialized (
                select provider_customer, bit_xor(digest) as digest, count(*) as count, bool_or(live) as gives,
                       count(digest) as readable, min(fence) as fence
                from reconciliation_row where run = :run
                group by provider_customer
            )
            """;

    /** Read once: rows of snapshots are wide, and a million of them are a gigabyte. */
    private static final String MINE = """
            mine as materialized (
                select provider_customer, listed_digest as digest, coalesce(listed_count, 0) as count, gives_access as gives,
                       listed_of is not distinct from fetched_at and listed_by is not distinct from :by as summed
                from billing_snapshot
                where provider = :provider and account = :account
                  and (listed_count > 0 or listed_of is distinct from fetched_at or listed_by is distinct from :by)
            )
            """;

    /**
     * Snapshots without a digest (written by an older node since they were summed up) are taken for what differs: who is looked
     * at once too often loses nothing.
     */
    private static final String DIFFERENCES = "with " + THERE + ", " + MINE + """
            , differing as (
                select coalesce(h.provider_customer, t.provider_customer) as provider_customer,
                       case when not h.summed then 'DIFFERS'
                            when h.provider_customer is null then 'ONLY_THERE'
                            when t.provider_customer is null then 'ONLY_HERE' else 'DIFFERS' end as why,
                       h.summed and coalesce(h.gives, false) and not coalesce(t.gives, false) as losing,
                       coalesce(t.gives, false) as lives, t.fence, case when h.summed then h.count else 0 end as held
                from mine h full outer join there t on h.provider_customer = t.provider_customer
                where h.provider_customer is null or t.provider_customer is null or h.digest <> t.digest
                   or h.count <> t.count or t.readable < t.count or not h.summed
            ), counted as (
                -- In the snapshot in which the sides are compared, or the control totals could not tie.
                update reconciliation
                set held_here = here.held, subjects_here = here.subjects, entitled = here.entitled,
                    subjects_there = (select count(*) from there)
                from (select coalesce(sum(count) filter (where summed), 0) as held,
                             count(*) filter (where count > 0) as subjects,
                             count(*) filter (where count > 0 and gives) as entitled
                      from mine) here
                where id = :run
            )
            insert into reconciliation_difference
                (run, provider_customer, why, subscriptions, losing, fence, held, outcome)
            select :run, d.provider_customer, d.why, '{}', coalesce(d.losing, false), coalesce(d.fence, r.fence),
                   coalesce(d.held, 0),
                   case when d.why = 'ONLY_THERE' and not d.lives
                             and (select (g.snapshot -> 'gone')::boolean from billing_snapshot g
                                  where (g.provider, g.account, g.provider_customer)
                                        = (:provider, :account, d.provider_customer))
                        then 'UNCHANGED' end -- over there, and whose it was is gone here
            from differing d
            cross join (select fence from reconciliation where id = :run) r
            """;

    /** By itself: now it is known how few they are, and nobody reads all subjects to find out about ten. */
    private static final String WHOSE = """
            update reconciliation_difference d
            set customer_key = l.customer_key,
                outcome = case when d.outcome is null
                                 and (s.applied_fence > d.fence
                                      or s.state <> 'QUARANTINED' and s.held_at is null
                                         and s.dirty_seq is not null and s.dirty_cause not in ('reconcile', 'settle'))
                               then 'IN_FLIGHT' else d.outcome end
            from reconciliation_difference w
            left join subject s on (s.provider, s.account, s.kind, s.id) = (:provider, :account, 'customer', w.provider_customer)
            left join customer_link l on (l.provider, l.account, l.provider_customer)
                                         = (:provider, :account, w.provider_customer)
            where w.run = :run and d.run = :run and d.provider_customer = w.provider_customer
            """;

    /**
     * Which subscriptions: those of one side only, and those that are different on both. What was listed is read once and each
     * asked whether it is among the few: {@code is true} keeps the planner, who knows nothing yet of rows of this minute, from
     * reading all that was listed for each of the few.
     */
    private static final String WHICH = """
            with here as (
                select d.provider_customer, one.id, one.digest
                from reconciliation_difference d
                join billing_snapshot s on (s.provider, s.account, s.provider_customer)
                                           = (:provider, :account, d.provider_customer)
                cross join lateral unnest(s.listed_ids, s.listed_digests) as one (id, digest)
                where d.run = :run
            ), there as (
                select r.provider_customer, r.subscription as id, r.digest
                from reconciliation_row r
                where r.run = :run
                  and (r.provider_customer in (select provider_customer from reconciliation_difference where run = :run)) is true
            ), which as (
                select coalesce(h.provider_customer, t.provider_customer) as provider_customer,
                       array_agg(distinct coalesce(h.id, t.id)) as ids
                from here h
                full outer join there t on h.provider_customer = t.provider_customer and h.id = t.id
                where h.digest is distinct from t.digest or h.id is null or t.id is null
                group by 1
            )
            update reconciliation_difference d set subscriptions = which.ids
            from which where d.run = :run and d.provider_customer = which.provider_customer
            """;

    private static final String COUNTS = """
            update reconciliation r
            set subjects = differences.to_look, losing = differences.losing
            from (select count(*) filter (where outcome is null) as to_look,
                         count(*) filter (where losing and outcome is null) as losing
                  from reconciliation_difference where run = :run) differences
            where r.id = :run
            """;

    private final JdbcClient jdbc;

    Comparison(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Whether as many rows are there as were staged: a table that is not logged is empty after the server crashed. And whether they
     * were made by the function that ours are: a node of another version may have begun.
     */
    boolean isAllThere(ReconciliationRun run) {
        return of(run, """
                        select r.listed_by is not distinct from :by
                           and (select count(*) from reconciliation_row where run = :run) = staged.listed
                           and (select count(*) from reconciliation_beside where run = :run) = staged.beside
                        from reconciliation r
                        cross join (select coalesce(sum(listed), 0) as listed, coalesce(sum(beside), 0) as beside
                                    from reconciliation_slice where run = :run) staged
                        where r.id = :run
                        """).query(Boolean.class).single();
    }

    /** In the transaction of the thread; again from nothing when it is done again. */
    void run(ReconciliationRun run) {
        jdbc.sql(MEMORY).update();
        of(run, "delete from reconciliation_difference where run = :run").update();
        of(run, DIFFERENCES).update();
        of(run, WHOSE).update();
        of(run, WHICH).update();
        of(run, COUNTS).update();
    }

    private JdbcClient.StatementSpec of(ReconciliationRun run, String sql) {
        return jdbc.sql(sql)
                .params(Map.of(
                        "run", run.id(),
                        "provider", run.account().provider().key(),
                        "account", run.account().name(),
                        "by", ListedContent.VERSION));
    }
}
