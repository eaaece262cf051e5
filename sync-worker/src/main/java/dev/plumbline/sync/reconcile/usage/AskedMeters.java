package dev.plumbline.sync.reconcile.usage;

import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.UsageMeters;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.metering.Slice;
import dev.plumbline.entitlement.metering.UsageTotals;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.Patience;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.reconcile.run.Stopped;
import dev.plumbline.sync.reconcile.run.Stops;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Both counts of a page: the provider's one call each, some at a time, as backfill within the account's budget; ours in one statement. */
@Component
class AskedMeters {
    private final UsageTotals totals;
    private final RunSettings settings;
    private final Stops stops;

    AskedMeters(UsageTotals totals, RunSettings settings, Stops stops) {
        this.totals = totals;
        this.settings = settings;
        this.stops = stops;
    }

    /** @throws BillingUnavailable at once when we may not read them; others are waited for */
    List<UsageMeters.Meter> meters(ReconciliationRun run, UsageMeters offered) {
        return patiently(run, "The meters of " + run.account(), offered::all);
    }

    List<UsageRow.Counted> both(ReconciliationRun run, UsageMeters offered, Model model, List<UsageRow> page) {
        List<Optional<BigDecimal>> there = there(run, offered, page);
        Map<UsageRow, Slice> slices = new HashMap<>();
        page.forEach(row -> slices.put(
                row, new Slice(new CustomerKey(row.customer()), meter(model, row), row.from(), row.until())));
        Map<Slice, BigDecimal> here = totals.used(slices.values());
        var both = new ArrayList<UsageRow.Counted>(page.size());
        for (int i = 0; i < page.size(); i++) {
            UsageRow row = page.get(i);
            both.add(new UsageRow.Counted(
                    row,
                    there.get(i).orElse(null),
                    Objects.requireNonNullElse(here.get(slices.get(row)), BigDecimal.ZERO)));
        }
        return both;
    }

    private static Meter meter(Model model, UsageRow row) {
        return Objects.requireNonNull(model.meters().get(row.ourMeter()), "It was matched by the same model");
    }

    private List<Optional<BigDecimal>> there(ReconciliationRun run, UsageMeters offered, List<UsageRow> page) {
        try (var threads = Executors.newFixedThreadPool(
                settings.listings(), Thread.ofPlatform().name("usage-", 0).factory())) {
            List<Future<Optional<BigDecimal>>> asked = page.stream()
                    .map(row -> threads.submit(() -> patiently(
                            run,
                            "What " + row.providerCustomer() + " used",
                            () -> offered.total(
                                    row.meter(),
                                    new ProviderCustomer(run.account(), row.providerCustomer()),
                                    row.from(),
                                    row.until()))))
                    .toList();
            var answers = new ArrayList<Optional<BigDecimal>>(page.size());
            try {
                for (Future<Optional<BigDecimal>> one : asked) {
                    answers.add(one.get());
                }
            } catch (ExecutionException failed) {
                threads.shutdownNow();
                throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
            } catch (InterruptedException ended) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new Stopped("This process ends");
            }
            return answers;
        }
    }

    /** Waiting does not help: a person has to give the right, or there is nothing to read. */
    static boolean isRefusal(BillingUnavailable away) {
        return away.reason() == BillingUnavailable.Cause.KEY_REFUSED
                || away.reason() == BillingUnavailable.Cause.NOT_OFFERED;
    }

    private <T> T patiently(ReconciliationRun run, String what, Supplier<T> question) {
        var patience = new Patience(settings.patience(), stops, run.id());
        while (true) {
            stops.check(run.id());
            try {
                return question.get();
            } catch (BillingUnavailable away) {
                if (isRefusal(away)) {
                    throw away;
                }
                patience.waitAfter(away, what);
            }
        }
    }
}
