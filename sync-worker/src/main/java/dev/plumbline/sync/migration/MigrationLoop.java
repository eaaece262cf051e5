package dev.plumbline.sync.migration;

import dev.plumbline.entitlement.migration.MigrationWork;
import dev.plumbline.entitlement.migration.MigrationWork.Claimed;
import dev.plumbline.sync.reconcile.run.Node;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.setup.BackgroundLoop;
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

/** Takes the migrations that wait, those whose next wave is due and those whose process died; hears which are to stop. */
@Component
@ConditionalOnRole(Role.RECONCILE)
class MigrationLoop implements Looping {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationLoop.class);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(500);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);

    private final MigrationWork work;
    private final MigrationStops stops;
    private final MigrationLaunching launching;
    private final Node node;
    private final Duration lease;
    private final JobThreads working = new JobThreads("migration");
    private final List<BackgroundLoop> loops;

    MigrationLoop(
            MigrationWork work, MigrationStops stops, MigrationLaunching launching, Node node, RunSettings settings) {
        this.work = work;
        this.stops = stops;
        this.launching = launching;
        this.node = node;
        this.lease = settings.lease();
        Duration sixth = lease.dividedBy(6);
        this.loops = List.of(
                new BackgroundLoop("migrations", LOOKS_EVERY, this::round),
                new BackgroundLoop(
                        "migrations-heartbeat", sixth.compareTo(LOOKS_EVERY) < 0 ? sixth : LOOKS_EVERY, this::beat));
    }

    private boolean round() {
        if (stops.stops().isEnding()) {
            return false;
        }
        Optional<Claimed> claimed = work.claim(node.name(), lease, working.jobs());
        claimed.ifPresent(this::work);
        return claimed.isPresent();
    }

    private void work(Claimed claimed) {
        working.start(claimed.id(), () -> {
            try {
                launching.run(claimed);
            } catch (RuntimeException away) {
                // Its row says RUNNING still: when nobody is heard of it, somebody goes on with it.
                LOG.warn("The end of migration {} could not be noted: {}", claimed.id(), away.toString());
            }
        });
    }

    private boolean beat() {
        work.heartbeat(node.name()).stream()
                .filter(heard -> heard.stopAskedBy() != null)
                .forEach(heard -> stops.stops().want(heard.id(), heard.stopAskedBy() + " stopped it"));
        return false;
    }

    /** What runs comes to the end of its turn, and is left for whoever is there next (case F-27). */
    @Override
    public void stop() {
        stops.stops().end();
        working.await(ENDS_WITHIN);
        Looping.super.stop();
    }

    @Override
    public List<BackgroundLoop> loops() {
        return loops;
    }
}
