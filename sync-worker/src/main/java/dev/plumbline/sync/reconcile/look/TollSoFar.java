package dev.plumbline.sync.reconcile.look;

import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.Runs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many lost access in this run, counted as they do: a list may look sound and the looks take more than it said, and the bound
 * holds for them too.
 */
final class TollSoFar {
    private static final Logger LOG = LoggerFactory.getLogger(TollSoFar.class);

    private final ReconciliationRun run;
    private final long bound;
    private final Runs runs;
    private long taken;
    private boolean held;
    private boolean told;

    TollSoFar(ReconciliationRun run, Differences.Toll toll, Runs runs) {
        this.run = run;
        this.bound = toll.bound();
        this.taken = toll.taken();
        this.runs = runs;
        this.held = run.held();
    }

    /** One more may. What rolls back after this is counted all the same, which errs to the safe side. */
    synchronized boolean isOneMoreAllowed() {
        if (run.mode() == ReconciliationRun.Mode.REPORT && !held) {
            return true;
        }
        if (!held && taken < bound) {
            taken++;
            return true;
        }
        held = true;
        return false;
    }

    /** The run is held from when the first one was refused. */
    synchronized void tell() {
        if (held && !run.held() && !told) {
            told = true;
            String why = "More than " + bound + " customers of " + run.account()
                    + " lost access or would in this run, which is for a person to say";
            LOG.warn("Reconciliation {} is HELD: {}", run.id(), why);
            runs.holdBack(run.id(), why);
        }
    }
}
