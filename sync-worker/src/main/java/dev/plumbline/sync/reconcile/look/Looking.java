package dev.plumbline.sync.reconcile.look;

import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.WorkList;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.Lost;
import dev.plumbline.sync.reconcile.run.Patience;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.reconcile.run.Stopped;
import dev.plumbline.sync.reconcile.run.Stops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks at everybody who differs, some at a time, until nobody is left. What came of each is kept at once, so that a run that
 * goes on after a crash does what is left. A provider that is away is waited for.
 */
@Component
public class Looking {
    private static final Logger LOG = LoggerFactory.getLogger(Looking.class);
    private static final Duration WAITS_FOR_A_LEASE = Duration.ofSeconds(1);

    private final Differences differences;
    private final OneLook one;
    private final WorkList work;
    private final Runs runs;
    private final Stops stops;
    private final RunSettings settings;

    Looking(Differences differences, OneLook one, WorkList work, Runs runs, Stops stops, RunSettings settings) {
        this.differences = differences;
        this.one = one;
        this.work = work;
        this.runs = runs;
        this.stops = stops;
        this.settings = settings;
    }

    public void all(ReconciliationRun run) {
        runs.lookedSoFar(run.id(), differences.looked(run)); // who died may not have counted its last ones
        if (run.held()) {
            runs.looked(run.id(), differences.holdLosing(run));
        }
        var toll = new TollSoFar(run, differences.toll(run), runs);
        var patience = new Patience(settings.patience(), stops, run.id());
        long lookingSince = System.nanoTime();
        try (ExecutorService looks = Executors.newFixedThreadPool(
                settings.looks(), Thread.ofPlatform().name("reconcile-look-", 1).factory())) {
            while (true) {
                stops.check(run.id());
                List<Difference> due = differences.due(run, settings.looks() * 8);
                if (due.isEmpty() && !waitForTheNext(run, patience, lookingSince)) {
                    return;
                }
                BillingUnavailable away = look(run, due, looks, toll);
                if (away != null) {
                    patience.waitAfter(away, "Somebody who differs at " + run.account());
                } else if (!due.isEmpty()) {
                    patience = new Patience(settings.patience(), stops, run.id());
                }
            }
        }
    }

    /** Nobody can be looked at any more. What would take access away or not, nobody knows: all of them wait for a person. */
    public void holdTheRest(ReconciliationRun run) {
        runs.looked(run.id(), differences.holdAll(run));
    }

    /** True when somebody is due by then; false when nobody is left, or nobody waits for them any longer. */
    private boolean waitForTheNext(ReconciliationRun run, Patience patience, long since) {
        Duration next = differences.untilNext(run);
        if (next == null) {
            return false;
        }
        Duration left = settings.secondLook().minusNanos(System.nanoTime() - since);
        if (next.compareTo(left) > 0) {
            giveUpWaiting(run);
            return false;
        }
        patience.pause(next);
        return true;
    }

    /** Nobody may be taken for gone in this run then; the ordinary passes look again, with all the time there is. */
    private void giveUpWaiting(ReconciliationRun run) {
        List<Difference> left = differences.leaveWaiting(run);
        LOG.info("{} subjects of {} are left to a second look after the run", left.size(), run.account());
        if (run.mode() == ReconciliationRun.Mode.REPAIR && !left.isEmpty()) {
            work.mark(left.stream().map(Difference::subject).toList(), Claim.Cause.RECONCILE);
        }
        runs.looked(run.id(), left.size());
    }

    /** The provider's being away, if it was. */
    private @Nullable BillingUnavailable look(
            ReconciliationRun run, List<Difference> due, ExecutorService looks, TollSoFar toll) {
        var free = new Semaphore(settings.looks());
        List<Future<OneLook.End>> ends = new ArrayList<>(due.size());
        for (Difference difference : due) {
            ends.add(looks.submit(() -> {
                free.acquire();
                try {
                    return stops.isWanted(run.id()) ? OneLook.End.NOT_BEGUN : one.take(run, difference, toll);
                } finally {
                    free.release();
                }
            }));
        }
        BillingUnavailable away = null;
        long settled = 0;
        RuntimeException failure = null;
        for (Future<OneLook.End> end : ends) {
            try {
                switch (end.get()) {
                    case OneLook.Settled _ -> settled++;
                    case OneLook.Away(var why) -> away = why;
                    case OneLook.NotYet _ -> {}
                }
            } catch (ExecutionException failed) {
                failure = failed.getCause() instanceof RuntimeException wanted
                        ? wanted
                        : new IllegalStateException(failed.getCause());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new Stopped("This process ends");
            }
        }
        if (failure instanceof Lost lost) {
            throw lost;
        }
        runs.looked(run.id(), settled);
        if (failure != null) {
            throw failure;
        }
        return away;
    }

    static Duration waitsForALease() {
        return WAITS_FOR_A_LEASE;
    }
}
