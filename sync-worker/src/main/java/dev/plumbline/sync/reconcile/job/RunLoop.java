package dev.plumbline.sync.reconcile.job;

import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.reconcile.run.RunSignal;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.reconcile.run.Stops;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.JobThreads;
import dev.plumbline.sync.setup.Looping;
import dev.plumbline.sync.setup.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes the runs that wait, and those whose process died; says that this one lives; hears who is to stop. */
@Component
@ConditionalOnRole(Role.RECONCILE)
class RunLoop implements Looping {
    private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);

    private final Runs runs;
    private final Stops stops;
    private final Launching launching;
    private final NightlySchedule schedule;
    private final BillingAccounts accounts;
    private final JobThreads working = new JobThreads("reconcile");
    private final List<BackgroundLoop> loops;

    RunLoop(
            Runs runs,
            Stops stops,
            Launching launching,
            NightlySchedule schedule,
            BillingAccounts accounts,
            ForgottenRuns forgotten,
            RunSettings settings,
            RunSignal signal) {
        this.runs = runs;
        this.stops = stops;
        this.launching = launching;
        this.schedule = schedule;
        this.accounts = accounts;
        var start = new BackgroundLoop("reconcile", LOOKS_EVERY, this::round);
        signal.wakes(start::wake);
        this.loops = List.of(
                start,
                new BackgroundLoop("reconcile-heartbeat", heartbeat(settings.lease()), this::beat),
                new BackgroundLoop("reconcile-housekeeping", Duration.ofHours(1), forgotten::bite));
    }

    /** Often enough that a stop is heard of soon, and several times within the lease. */
    private static Duration heartbeat(Duration lease) {
        Duration sixth = lease.dividedBy(6);
        return sixth.compareTo(LOOKS_EVERY) < 0 ? sixth : LOOKS_EVERY;
    }

    private boolean round() {
        if (stops.isEnding()) {
            return false;
        }
        schedule.look();
        Optional<ReconciliationRun> claimed = runs.claim(accounts.all(), working.jobs());
        claimed.ifPresent(this::work);
        return claimed.isPresent();
    }

    private void work(ReconciliationRun run) {
        working.start(run.id(), () -> {
            try {
                launching.run(run);
            } catch (RuntimeException away) {
                // Its row says RUNNING still: when nobody is heard of it, somebody goes on with it.
                LOG.warn("The end of reconciliation {} could not be noted: {}", run.id(), away.toString());
            }
        });
    }

    private boolean beat() {
        runs.heartbeat().forEach(asked -> stops.want(asked.run(), asked.by() + " stopped it"));
        return false;
    }

    /** What runs comes to the end of its page or its look, and is left for whoever is there next (case F-27). */
    @Override
    public void stop() {
        stops.end();
        working.await(ENDS_WITHIN);
        Looping.super.stop();
    }

    @Override
    public List<BackgroundLoop> loops() {
        return loops;
    }
}
