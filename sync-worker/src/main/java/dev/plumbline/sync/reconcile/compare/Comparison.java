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

    private static final String HERE = """
            here as (
                select provider_customer, listed_digest as digest, listed_count as count, gives_access as gives
                from billing_snapshot
                where provider = :provider and account = :account and listed_count > 0
                  and listed_of = fetched_at and listed_by = :by
            )
            """;

    /**
     * Snapshots without a digest (written by an older node since they were summed up) are taken for what differs: who is looked
     * at once too often loses nothing.
     */
    private static final String DIFFERENCES = "with " + THERE + ", " + HERE + """
            , unsummed as (
                select provider_customer from billing_snapshot
                where provider = :provider and account = :account
                  and (listed_of is distinct from fetched_at or listed_by is distinct from :by)
            ), differing as (
                select coalesce(h.provider_customer, t.provider_customer) as provider_customer,
                       case when h.provider_customer is null then 'ONLY_THERE'
                            when t.provider_customer is null then 'ONLY_HERE' else 'DIFFERS' end as why,
                       coalesce(h.gives, false) and not coalesce(t.gives, false) as losing,
                       coalesce(t.fence, r.fence) as fence, coalesce(h.count, 0) as held
                from reconciliation r
                cross join (here h full outer join there t on h.provider_customer = t.provider_customer)
                where r.id = :run
                  and (h.provider_customer is null or t.provider_customer is null or h.digest <> t.digest
                       or h.count <> t.count or t.readable < t.count)
            ), counted as (
                -- In the snapshot in which the sides are compared, or the control totals could not tie.
                update reconciliation
                set held_here = (select coalesce(sum(listed_count), 0) from billing_snapshot
                                 where provider = :provider and account = :account and listed_count > 0
                                   and listed_of = fetched_at and listed_by = :by)
                where id = :run
            )
            insert into reconciliation_difference
                (run, provider_customer, why, subscriptions, losing, fence, held, outcome, customer_key)
            select :run, d.provider_customer,
                   case when u.provider_customer is null then d.why else 'DIFFERS' end,
                   '{}', d.losing and u.provider_customer is null, d.fence, d.held,
                   case when s.applied_fence > d.fence
                          or s.state <> 'QUARANTINED' and s.held_at is null
                             and s.dirty_seq is not null and s.dirty_cause not in ('reconcile', 'settle')
                        then 'IN_FLIGHT' end,
                   l.customer_key
            from differing d
            left join unsummed u on u.provider_customer = d.provider_customer
            left join subject s on (s.provider, s.account, s.kind, s.id) = (:provider, :account, 'customer', d.provider_customer)
            left join customer_link l on (l.provider, l.account, l.provider_customer)
                                         = (:provider, :account, d.provider_customer)
            """;

    /** Which subscriptions: those of one side only, and those that are different on both. */
    private static final String WHICH = """
            with here as (
                select d.provider_customer, one.id, one.digest
                from reconciliation_difference d
                join billing_snapshot s on (s.provider, s.account, s.provider_customer)
                                           = (:provider, :account, d.provider_customer)
                cross join lateral unnest(s.listed_ids, s.listed_digests) as one (id, digest)
                where d.run = :run
            ), there as (
                select d.provider_customer, r.subscription as id, r.digest
                from reconciliation_difference d
                join reconciliation_row r on r.run = d.run and r.provider_customer = d.provider_customer
                where d.run = :run
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
            set subjects_there = (select count(*) from (select from reconciliation_row where run = :run group by provider_customer) one),
                subjects_here = here.subjects, entitled = here.entitled,
                subjects = differences.to_look, losing = differences.losing
            from (select count(*) as subjects, count(*) filter (where gives_access) as entitled
                  from billing_snapshot
                  where provider = :provider and account = :account and listed_count > 0) here,
                 (select count(*) filter (where outcome is null) as to_look,
                         count(*) filter (where losing and outcome is null) as losing
                  from reconciliation_difference where run = :run) differences
            where r.id = :run
            """;

    private final JdbcClient jdbc;

    Comparison(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether as many rows are there as were staged: a table that is not logged is empty after the server crashed. */
    boolean isAllThere(ReconciliationRun run) {
        return of(run, """
                        select (select count(*) from reconciliation_row where run = :run)
                             = (select coalesce(sum(listed), 0) from reconciliation_slice where run = :run)
                        """).query(Boolean.class).single();
    }

    /** In the transaction of the thread; again from nothing when it is done again. */
    void run(ReconciliationRun run) {
        jdbc.sql(MEMORY).update();
        of(run, "delete from reconciliation_difference where run = :run").update();
        of(run, DIFFERENCES).update();
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
