package dev.plumbline.sync.reconcile.listing;

import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.SubscriptionListing;
import dev.plumbline.connectors.SubscriptionListing.Listed;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.Held;
import dev.plumbline.sync.reconcile.run.Patience;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.reconcile.run.Stops;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.HaltPoint;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a part of the list. A page and the place where the next one begins are committed together, so that whoever goes on after
 * a crash leaves none out and has none twice. A provider that is away is waited for: a list that is not whole says nothing.
 */
@Component
public class Listing {
    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);
    /** A place that is forgotten again and again: the list changes faster than it can be read. */
    private static final int MOST_BEGINNINGS = 5;

    private final BillingAccounts accounts;
    private final Slices slices;
    private final StagedRows rows;
    private final Runs runs;
    private final Stops stops;
    private final RunSettings settings;
    private final Models models;
    private final InstantSource business;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Listing(
            BillingAccounts accounts,
            Slices slices,
            StagedRows rows,
            Runs runs,
            Stops stops,
            RunSettings settings,
            Models models,
            InstantSource businessClock,
            JdbcClient jdbc,
            TransactionTemplate transactions) {
        this.accounts = accounts;
        this.slices = slices;
        this.rows = rows;
        this.runs = runs;
        this.stops = stops;
        this.settings = settings;
        this.models = models;
        this.business = businessClock;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * To its end.
     *
     * @throws Held when the provider refuses our key
     * @throws BillingUnavailable when it was away for longer than anybody waits
     */
    public void read(ReconciliationRun run, int number) {
        SubscriptionListing list = accounts.connector(run.account())
                .flatMap(connector -> connector.subscriptions())
                .orElseThrow(() -> new IllegalStateException(run.account() + " has no list of subscriptions"));
        MonthlyPrices prices = MonthlyPrices.of(jdbc, run.account(), models.inForce(business.instant()));
        Slice slice = slices.get(run.id(), number);
        int beginnings = 0;
        while (!slice.done()) {
            stops.check(run.id());
            long fence = drawFence();
            Optional<SubscriptionListing.Page> page = page(run, list, slice);
            if (page.isPresent()) {
                stage(run, slice, fence, page.get(), prices);
            } else if (++beginnings > MOST_BEGINNINGS) {
                throw new IllegalStateException(
                        "The list of " + run.account() + " forgot its place " + beginnings + " times");
            } else {
                LOG.info(
                        "Part {} of the list of {} is read from its beginning: its place is gone",
                        number,
                        run.account());
                beginAnew(run, slice);
            }
            slice = slices.get(run.id(), number);
            HaltPoint.AFTER_LISTED_PAGE.reached();
        }
    }

    /** Before the page is asked for: whatever is applied with a higher one was seen later than any row of the page. */
    private long drawFence() {
        return jdbc.sql("select nextval('subject_fence')").query(Long.class).single();
    }

    private Optional<SubscriptionListing.Page> page(ReconciliationRun run, SubscriptionListing list, Slice slice) {
        var patience = new Patience(settings.patience(), stops, run.id());
        while (true) {
            try {
                return list.page(slice.made(), slice.place());
            } catch (BillingUnavailable away) {
                if (away.reason() == BillingUnavailable.Cause.KEY_REFUSED) {
                    throw new Held(
                            run.account() + " refuses our key, so nobody knows what it lists: " + away.getMessage());
                }
                patience.waitAfter(away, "A page of the list of " + run.account());
            }
        }
    }

    private void stage(
            ReconciliationRun run, Slice slice, long fence, SubscriptionListing.Page page, MonthlyPrices prices) {
        List<StagedRow> staged = page.subscriptions().stream()
                .map(listed -> StagedRow.of(listed, prices))
                .toList();
        long unreadable = page.subscriptions().stream()
                .filter(Listed.Unreadable.class::isInstance)
                .count();
        transactions.executeWithoutResult(_ -> {
            rows.add(run.id(), slice.number(), fence, staged);
            slices.read(run.id(), slice, staged.size(), page.next());
            runs.listed(run.id(), staged.size(), unreadable); // last: the parts wait for each other here
        });
    }

    private void beginAnew(ReconciliationRun run, Slice slice) {
        transactions.executeWithoutResult(_ -> {
            long unreadable = rows.unreadable(run.id(), slice.number());
            rows.remove(run.id(), slice.number());
            slices.anew(run.id(), slice);
            runs.unlisted(run.id(), slice.listed(), unreadable);
        });
    }
}
