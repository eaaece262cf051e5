package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.finding.Materiality;
import dev.plumbline.sync.sheet.Cells;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a report is of: the run, as of when each side was read, the model, and the thresholds in force. */
@Repository
class Summary {
    static final String MATERIAL = "material.";

    private final JdbcClient jdbc;
    private final ReportSettings settings;
    private final String holdCustomers;
    private final String holdPercent;

    Summary(
            JdbcClient jdbc,
            ReportSettings settings,
            @Value("${plumbline.hold.customers:10}") String holdCustomers,
            @Value("${plumbline.hold.percent:5}") String holdPercent) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.holdCustomers = holdCustomers;
        this.holdPercent = holdPercent;
    }

    List<List<@Nullable Object>> of(
            ReconciliationRun run,
            @Nullable Long previous,
            ControlTotals totals,
            Materiality materiality,
            Set<String> currencies) {
        var lines = new ArrayList<List<@Nullable Object>>();
        facts(run.id()).forEach((what, value) -> lines.add(Cells.of(what, value)));
        lines.add(Cells.of("previousRun", previous));
        for (String side : List.of(ControlTotals.PROVIDER, ControlTotals.OURS)) {
            lines.add(Cells.of(side + ".total", totals.count(side)));
            for (String bucket : List.of(
                    ControlBuckets.MATCHED, ControlBuckets.BROKEN, ControlBuckets.IN_FLIGHT, ControlBuckets.IGNORED)) {
                lines.add(Cells.of(side + "." + bucket, totals.count(side, bucket)));
            }
        }
        lines.add(Cells.of("hold.customers", holdCustomers));
        lines.add(Cells.of("hold.percent", holdPercent));
        lines.add(Cells.of("materialPercent", settings.materialPercent()));
        var all = new TreeSet<>(materiality.all().keySet());
        all.addAll(currencies);
        all.removeAll(Set.of(Sum.UNKNOWN, Sum.NONE));
        all.forEach(currency -> lines.add(Cells.of(MATERIAL + currency, materiality.of(currency))));
        return lines;
    }

    private Map<String, @Nullable Object> facts(long run) {
        Map<String, @Nullable Object> facts =
                jdbc.sql("""
                        select r.id as "run", r.provider as "provider", r.account as "account", r.mode as "mode",
                               r.cause as "cause", r.business_date::text as "businessDate", r.attempt as "attempt",
                               r.requested_by as "requestedBy", r.released_by as "releasedBy",
                               r.hold_reason as "holdReason",
                               r.started_at as "asOf.provider",
                               (select max(fetched_at) from billing_snapshot s
                                where s.provider = r.provider and s.account = r.account) as "asOf.ours",
                               (select max(received_at) from inbox i
                                where i.provider = r.provider and i.account = r.account) as "asOf.deliveries",
                               (select max(seen_at) from provider_price p
                                where p.provider = r.provider and p.account = r.account) as "asOf.prices",
                               r.pages as "pages", r.listed as "listed", r.unreadable as "unreadable",
                               r.held_here as "held", r.subjects_there as "subjects.provider",
                               r.subjects_here as "subjects.ours",
                               r.model_revision as "model.revision", m.source_sha256 as "model.sha256"
                        from reconciliation r left join model_revision m on m.revision = r.model_revision
                        where r.id = :run
                        """).param("run", run).query().singleRow();
        // Not by the database, which says times in the zone of whoever asks.
        facts.replaceAll((_, value) -> value instanceof Timestamp at ? at.toInstant() : value);
        return facts;
    }
}
