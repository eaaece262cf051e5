package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.sync.reconcile.finding.AtRisk;
import dev.plumbline.sync.reconcile.finding.Difference;
import dev.plumbline.sync.reconcile.finding.Found;
import dev.plumbline.sync.reconcile.finding.ListWorth;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Which bucket of the control totals a difference is in: decided once, here, and counted by it ever after. */
@Repository
class ControlBuckets {
    static final String BROKEN = "broken";
    static final String IN_FLIGHT = "in-flight";
    static final String MATCHED = "matched";
    static final String IGNORED = "ignored";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ControlBuckets(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A subject's differing subscriptions on our side. */
    record Bucketed(String subject, String bucket, List<Sum> held) {}

    /** Broken is what was found to be, and what is held because a person has to look. A delivery told of the rest. */
    static Bucketed of(LookedAt.Row row, List<Found> found, ListWorth worth) {
        Difference difference = row.difference();
        boolean broken = !found.isEmpty() || difference.outcome() == Difference.Outcome.HELD;
        BillingSnapshot before = difference.before().snapshot();
        List<Sum> held = before == null
                ? List.of()
                : Sum.together(before.subscriptions().stream()
                        .filter(one -> row.subscriptions().contains(one.id()))
                        .map(one -> one.status().givesPhase()
                                ? Sum.one(AtRisk.of(worth.of(difference.subject(), one)))
                                : Sum.one(new AtRisk.NotMoney()))
                        .toList());
        return new Bucketed(difference.subject().id(), broken ? BROKEN : IN_FLIGHT, held);
    }

    void forget(long run) {
        jdbc.sql("delete from reconciliation_bucket where run = :run")
                .param("run", run)
                .update();
    }

    void keep(long run, List<Bucketed> bucketed) {
        jdbc.sql("""
                        insert into reconciliation_bucket (run, provider_customer, bucket, held)
                        select :run, subject, bucket, held::jsonb
                        from unnest(:subjects::text[], :buckets::text[], :held::text[]) as found (subject, bucket, held)
                        on conflict (run, provider_customer) do update
                            set bucket = excluded.bucket, held = excluded.held
                        """)
                .param("run", run)
                .param("subjects", Sql.texts(bucketed, Bucketed::subject))
                .param("buckets", Sql.texts(bucketed, Bucketed::bucket))
                .param("held", Sql.texts(bucketed, one -> json.writeValueAsString(one.held())))
                .update();
    }
}
