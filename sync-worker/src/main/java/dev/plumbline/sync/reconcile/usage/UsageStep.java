package dev.plumbline.sync.reconcile.usage;

import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.UsageMeters;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.sync.reconcile.Progress;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.RunStep;
import dev.plumbline.sync.reconcile.report.FindingsKept;
import dev.plumbline.sync.setup.BillingAccounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What we counted of metered use, beside what the billing system did: what it was not told of it does not bill. */
@Component
@Order(150)
class UsageStep implements RunStep {
    private static final Logger LOG = LoggerFactory.getLogger(UsageStep.class);
    private static final int PAGE = 100;

    private final UsageRows rows;
    private final AskedMeters asking;
    private final FindingsKept kept;
    private final BillingAccounts accounts;
    private final Models models;
    private final TransactionTemplate transactions;
    private final InstantSource business;
    private final Duration settles;

    /** @param settles so long after it use may still be on its way to one of both sides */
    UsageStep(
            UsageRows rows,
            AskedMeters asking,
            FindingsKept kept,
            BillingAccounts accounts,
            Models models,
            TransactionTemplate transactions,
            InstantSource businessClock,
            @Value("${plumbline.reconcile.usage-settles:PT1H}") Duration settles) {
        this.rows = rows;
        this.asking = asking;
        this.kept = kept;
        this.accounts = accounts;
        this.models = models;
        this.transactions = transactions;
        this.business = businessClock;
        this.settles = settles;
    }

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public void run(ReconciliationRun run, Progress progress) {
        Instant now = business.instant();
        transactions.executeWithoutResult(_ -> {
            kept.forget(run.id(), name());
            rows.plan(run, now.minus(settles));
        });
        progress.of(rows.count(run));
        if (!rows.areDecided(run)) {
            count(run, now, progress);
        }
        rows.decide(run);
        if (!rows.areDecided(run)) {
            throw new IllegalStateException("Of some metered use nobody said what it is");
        }
        if (run.modelRevision() != 0) {
            tell(run, new UsageGaps(model(run, now), now));
        }
    }

    private void count(ReconciliationRun run, Instant now, Progress progress) {
        Optional<UsageMeters> offered = accounts.connector(run.account()).flatMap(BillingConnector::meters);
        if (offered.isEmpty() || run.modelRevision() == 0) {
            rows.leaveTheRest(run, offered.isEmpty() ? NotCompared.NOT_OFFERED : NotCompared.NO_MODEL);
            return;
        }
        try {
            count(run, offered.get(), model(run, now), progress);
        } catch (BillingUnavailable refused) {
            if (!AskedMeters.isRefusal(refused)) {
                throw refused;
            }
            LOG.warn(
                    "What {} counted of metered use may not be read, so it is not compared: {}",
                    run.account(),
                    refused.getMessage());
            rows.leaveTheRest(
                    run,
                    refused.reason() == BillingUnavailable.Cause.NOT_OFFERED
                            ? NotCompared.NOT_OFFERED
                            : NotCompared.KEY_REFUSED);
        }
    }

    private void count(ReconciliationRun run, UsageMeters offered, Model model, Progress progress) {
        Map<String, MeterMatch> matches = new HashMap<>();
        asking.meters(run, offered).forEach(meter -> matches.put(meter.id(), MeterMatch.of(meter, model)));
        transactions.executeWithoutResult(_ -> rows.match(run, matches));
        for (List<UsageRow> page = rows.toAsk(run, PAGE); !page.isEmpty(); page = rows.toAsk(run, PAGE)) {
            rows.counted(run, asking.both(run, offered, model, page));
            progress.done(page.size());
        }
    }

    private void tell(ReconciliationRun run, UsageGaps gaps) {
        for (List<UsageRow.Counted> page = rows.broken(run, "", PAGE);
                !page.isEmpty();
                page = rows.broken(run, page.getLast().row().fingerprint(), PAGE)) {
            List<UsageRow.Counted> broken = page;
            transactions.executeWithoutResult(_ ->
                    kept.keep(run.id(), name(), broken.stream().map(gaps::of).toList()));
        }
    }

    private Model model(ReconciliationRun run, Instant now) {
        return models.inForceAt(run.modelRevision(), now).model();
    }
}
