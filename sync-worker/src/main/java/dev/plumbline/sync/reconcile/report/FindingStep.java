package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.sync.reconcile.Progress;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.RunStep;
import dev.plumbline.sync.reconcile.finding.Findings;
import dev.plumbline.sync.reconcile.finding.Found;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What each difference means. */
@Component
@Order(100)
class FindingStep implements RunStep {
    private final LookedAt differences;
    private final FindingsKept kept;
    private final ControlBuckets buckets;
    private final KnownPrices prices;
    private final Models models;
    private final TransactionTemplate transactions;
    private final InstantSource business;

    FindingStep(
            LookedAt differences,
            FindingsKept kept,
            ControlBuckets buckets,
            KnownPrices prices,
            Models models,
            TransactionTemplate transactions,
            InstantSource businessClock) {
        this.differences = differences;
        this.kept = kept;
        this.buckets = buckets;
        this.prices = prices;
        this.models = models;
        this.transactions = transactions;
        this.business = businessClock;
    }

    @Override
    public String name() {
        return "findings";
    }

    @Override
    public void run(ReconciliationRun run, Progress progress) {
        transactions.executeWithoutResult(_ -> {
            kept.forget(run.id(), name());
            buckets.forget(run.id());
        });
        progress.of(differences.count(run.id()));
        if (run.modelRevision() == 0) {
            return; // without a model nothing is answered, so nothing is wrong
        }
        Model model = models.inForceAt(run.modelRevision(), business.instant()).model();
        for (String after = ""; ; ) {
            List<LookedAt.Row> page = differences.after(run, after);
            if (page.isEmpty()) {
                return;
            }
            transactions.executeWithoutResult(_ -> keep(run, model, page));
            progress.done(page.size());
            after = page.getLast().difference().subject().id();
        }
    }

    private void keep(ReconciliationRun run, Model model, List<LookedAt.Row> page) {
        KnownPrices.Of known = prices.of(snapshots(page), model);
        var findings = new Findings(known.articles(), known.worth());
        var found = new ArrayList<Found>();
        var bucketed = new ArrayList<ControlBuckets.Bucketed>();
        for (LookedAt.Row row : page) {
            List<Found> of = findings.of(row.difference());
            found.addAll(of);
            bucketed.add(ControlBuckets.of(row, of, known.worth()));
        }
        kept.keep(run.id(), name(), found);
        buckets.keep(run.id(), bucketed);
    }

    private static List<BillingSnapshot> snapshots(List<LookedAt.Row> page) {
        return page.stream()
                .flatMap(row -> Stream.of(
                        row.difference().before().snapshot(),
                        row.difference().after().snapshot()))
                .filter(Objects::nonNull)
                .toList();
    }
}
