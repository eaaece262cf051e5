package dev.plumbline.sync.reconcile.listing;

import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.SubscriptionListing;
import dev.plumbline.connectors.SubscriptionListing.Beside;
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
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a part of a list. A page and the place where the next one begins are committed together, so that whoever goes on after
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
    private final StagedBeside beside;
    private final PageTimes times;
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
            StagedBeside beside,
            PageTimes times,
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
        this.beside = beside;
        this.times = times;
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
        Beside told = beside.of(run.id());
        Slice slice = slices.get(run.id(), number);
        int beginnings = 0;
        while (!slice.done()) {
            stops.check(run.id());
            long fence = drawFence();
            Slice part = slice;
            Optional<Portion> page = times.asked(() -> page(run, () -> Portion.ask(list, part, told, prices)));
            if (page.isPresent()) {
                times.staged(() -> stage(run, part, fence, page.get()));
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
            if (slice.list() == Slice.Of.SUBSCRIPTIONS) {
                HaltPoint.AFTER_LISTED_PAGE.reached();
            }
        }
    }

    /** Before the page is asked for: whatever is applied with a higher one was seen later than any row of the page. */
    private long drawFence() {
        return jdbc.sql("select nextval('subject_fence')").query(Long.class).single();
    }

    private Optional<Portion> page(ReconciliationRun run, Supplier<Optional<Portion>> question) {
        var patience = new Patience(settings.patience(), stops, run.id());
        while (true) {
            try {
                return question.get();
            } catch (BillingUnavailable away) {
                if (away.reason() == BillingUnavailable.Cause.KEY_REFUSED) {
                    throw new Held(
                            run.account() + " refuses our key, so nobody knows what it lists: " + away.getMessage());
                }
                patience.waitAfter(away, "A page of the list of " + run.account());
            }
        }
    }

    /**
     * Not waiting for the disk: what a crash of the server takes back is listed again, as are all rows then, which are not logged.
     */
    private void stage(ReconciliationRun run, Slice slice, long fence, Portion page) {
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("set local synchronous_commit = off").update();
            if (!page.rows().isEmpty()) {
                rows.add(run.id(), slice.number(), fence, page.rows());
            }
            if (!page.beside().isEmpty()) {
                beside.add(run.id(), slice.number(), page.beside());
            }
            slices.read(run.id(), slice, page.rows().size(), page.beside().size(), page.next());
            // Last: the parts wait for each other here.
            runs.listed(run.id(), page.rows().size(), page.unreadable());
        });
    }

    private void beginAnew(ReconciliationRun run, Slice slice) {
        transactions.executeWithoutResult(_ -> {
            long unreadable = rows.unreadable(run.id(), slice.number());
            rows.remove(run.id(), slice.number());
            beside.remove(run.id(), slice.number());
            slices.anew(run.id(), slice);
            runs.unlisted(run.id(), slice.listed(), unreadable);
        });
    }
}
