package dev.plumbline.sync.reconcile.look;

import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.WorkList;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the leases of long fetches. */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final WorkList work;
    private final Duration lease;
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("reconcile-leases").daemon().factory());

    Leases(WorkList work, Duration lease) {
        this.work = work;
        this.lease = lease;
    }

    /** Kept until it is closed. */
    interface Kept extends AutoCloseable {
        @Override
        void close();
    }

    Kept keep(Claim claim) {
        long third = lease.toMillis() / 3;
        Future<?> renewal = renewals.scheduleWithFixedDelay(() -> renew(claim), third, third, TimeUnit.MILLISECONDS);
        return () -> renewal.cancel(false);
    }

    private void renew(Claim claim) {
        try {
            work.renew(claim, lease);
        } catch (RuntimeException away) {
            LOG.info("The lease of {} was not renewed: {}", claim.subject(), away.toString());
        }
    }
}
