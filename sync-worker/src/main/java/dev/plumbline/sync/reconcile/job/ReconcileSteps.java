package dev.plumbline.sync.reconcile.job;

import dev.plumbline.entitlement.record.Models;
import dev.plumbline.sync.pass.ListedContent;
import dev.plumbline.sync.reconcile.Progress;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.compare.Comparing;
import dev.plumbline.sync.reconcile.compare.HereSums;
import dev.plumbline.sync.reconcile.listing.Listing;
import dev.plumbline.sync.reconcile.listing.Slices;
import dev.plumbline.sync.reconcile.look.Looking;
import dev.plumbline.sync.reconcile.run.Held;
import dev.plumbline.sync.reconcile.run.Runs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the steps of a run do, in their order. */
@Component
class ReconcileSteps {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcileSteps.class);

    private final Runs runs;
    private final Models models;
    private final Slices slices;
    private final Listing listing;
    private final HereSums sums;
    private final Comparing comparing;
    private final Looking looking;

    ReconcileSteps(
            Runs runs,
            Models models,
            Slices slices,
            Listing listing,
            HereSums sums,
            Comparing comparing,
            Looking looking) {
        this.runs = runs;
        this.models = models;
        this.slices = slices;
        this.listing = listing;
        this.sums = sums;
        this.comparing = comparing;
        this.looking = looking;
    }

    /** Which model it judges by, and the parts of the list. */
    void begin(ReconciliationRun run) {
        runs.begin(run.id(), models.newestRevision(), ListedContent.VERSION);
        slices.cut(run);
        runs.step(run.id(), "list", null);
        LOG.info(
                "Reconciliation {} of {} begins: {}",
                run.id(),
                run.account(),
                run.mode().key());
    }

    void list(ReconciliationRun run, int slice) {
        if (run.held()) {
            return; // another part was refused: so would this one be
        }
        try {
            listing.read(run, slice);
        } catch (Held refused) {
            LOG.warn("Reconciliation {} is HELD: {}", run.id(), refused.getMessage());
            runs.holdBack(run.id(), String.valueOf(refused.getMessage()));
        }
    }

    /** First: rows of the list are told with what these tell. */
    void listBeside(ReconciliationRun run) {
        for (int slice : slices.undoneBeside(run.id())) {
            list(runs.ours(run.id()), slice);
        }
    }

    void sumUp(ReconciliationRun run, Progress progress) {
        if (!slices.areDone(run.id())) {
            return;
        }
        runs.step(run.id(), "sum-up", null);
        if (!sums.isMissingSome(run.account())) {
            return;
        }
        for (String last = sums.some(run.account(), ""); last != null; last = sums.some(run.account(), last)) {
            progress.done(1);
        }
    }

    void compare(ReconciliationRun run) {
        if (!slices.areDone(run.id())) {
            return;
        }
        runs.step(run.id(), "compare", null);
        if (!comparing.compare(run)) {
            throw new StagedRowsGone(run);
        }
    }

    void look(ReconciliationRun run) {
        if (!slices.areDone(run.id())) {
            return;
        }
        runs.step(run.id(), "look", runs.subjects(run.id()));
        try {
            looking.all(run);
        } catch (Held refused) {
            LOG.warn("Reconciliation {} is HELD: {}", run.id(), refused.getMessage());
            runs.holdBack(run.id(), String.valueOf(refused.getMessage()));
            looking.holdTheRest(run);
        }
    }

    /** A list that was not to be had tells nothing, also to a report. */
    boolean isWorthTelling(ReconciliationRun run) {
        return slices.areDone(run.id());
    }

    /** The server crashed, and with it went what was staged: the run begins anew. */
    static final class StagedRowsGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StagedRowsGone(ReconciliationRun run) {
            super("What reconciliation " + run.id() + " had listed is gone");
        }
    }
}
