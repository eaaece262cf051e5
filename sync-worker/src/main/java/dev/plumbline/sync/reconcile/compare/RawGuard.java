package dev.plumbline.sync.reconcile.compare;

import dev.plumbline.sync.reconcile.ReconciliationRun;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Judges the raw difference, before anybody is looked at: too many who would lose access are more often a fault of a list, a key
 * or ours than the truth (case F-74). Nothing is then taken away until a second person says so.
 */
@Repository
class RawGuard {
    private final JdbcClient jdbc;
    private final long customers;
    private final long percent;

    /**
     * @param customers so many may, of however few there are
     *
     * @param percent of those that have access; the greater of both counts
     */
    RawGuard(
            JdbcClient jdbc,
            @Value("${plumbline.hold.customers:10}") long customers,
            @Value("${plumbline.hold.percent:5}") long percent) {
        this.jdbc = jdbc;
        this.customers = customers;
        this.percent = percent;
    }

    private record Sides(
            long there,
            long here,
            long toLook,
            long entitled,
            long losing,
            long allowed,
            boolean released,
            long emptyParts) {}

    /** Why nothing may be taken away; empty when it may. In the transaction of the comparison. */
    Optional<String> objection(ReconciliationRun run) {
        Sides sides = jdbc.sql("""
                        select r.subjects_there, r.subjects_here, r.subjects, r.entitled, r.losing, r.allowed, r.released_at is not null as released,
                               (select count(*) from reconciliation_slice p
                                where p.run = r.id and p.list = 'subscriptions' and p.listed = 0
                                  and exists (select from reconciliation_difference d
                                              join billing_snapshot s
                                                on (s.provider, s.account, s.provider_customer)
                                                   = (r.provider, r.account, d.provider_customer)
                                              cross join lateral jsonb_array_elements(s.snapshot -> 'subscriptions') as one
                                              where d.run = r.id and d.outcome is null and one ->> 'id' = any(s.listed_ids)
                                                -- One that is yet to be is listed elsewhere.
                                                and one ->> 'id' is distinct from one ->> 'schedule'
                                                and (one ->> 'createdAt')::timestamptz >= coalesce(p.created_from, '-infinity')
                                                and (one ->> 'createdAt')::timestamptz < coalesce(p.created_until, 'infinity'))
                               ) as empty_parts
                        from reconciliation r where r.id = :run
                        """)
                .param("run", run.id())
                .query((row, n) -> new Sides(
                        row.getLong("subjects_there"),
                        row.getLong("subjects_here"),
                        row.getLong("subjects"),
                        row.getLong("entitled"),
                        row.getLong("losing"),
                        row.getLong("allowed"),
                        row.getBoolean("released"),
                        row.getLong("empty_parts")))
                .single();
        long bound = Math.max(Math.max(customers, sides.entitled * percent / 100), sides.allowed);
        jdbc.sql("update reconciliation set bound = :bound where id = :run")
                .params(Map.of("bound", bound, "run", run.id()))
                .update();
        // What is empty may be released like any number; then the number that was released is what counts.
        boolean emptyAllowed = sides.released && sides.losing <= bound;
        if (sides.there == 0 && sides.toLook > 0 && !emptyAllowed) {
            return Optional.of(run.account() + " lists nothing at all, and we hold subscriptions of " + sides.here
                    + " customers: a wrong key, or a wrong account, looks like that");
        }
        if (sides.emptyParts > 0 && !emptyAllowed) {
            return Optional.of(sides.emptyParts + " parts of the list of " + run.account()
                    + " are empty, and we hold subscriptions that belong there; " + sides.losing
                    + " customers would lose access");
        }
        if (sides.losing > bound) {
            return Optional.of(sides.losing + " of " + sides.entitled + " customers of " + run.account()
                    + " that have access would lose it; more than " + bound + " in one run is for a person to say");
        }
        return Optional.empty();
    }
}
