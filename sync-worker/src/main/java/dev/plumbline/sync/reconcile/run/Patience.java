package dev.plumbline.sync.reconcile.run;

import dev.plumbline.connectors.BillingUnavailable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a provider that is away, longer each time, as long as it asked us to, and not for ever. For one question. */
public final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** A stop is heard of within this. */
    private static final Duration LISTENS_EVERY = Duration.ofMillis(200);

    private final Duration atMost;
    private final Stops stops;
    private final long run;
    private Duration waited = Duration.ZERO;
    private int times;

    public Patience(Duration atMost, Stops stops, long run) {
        this.atMost = atMost;
        this.stops = stops;
        this.run = run;
    }

    /** @throws BillingUnavailable the same, when it was waited for long enough */
    public void waitAfter(BillingUnavailable away, String what) {
        Duration pause = pause(away);
        waited = waited.plus(pause);
        if (waited.compareTo(atMost) > 0) {
            throw away;
        }
        LOG.info("{} was not to be had, for the {}. time; again in {}: {}", what, ++times, pause, away.toString());
        pause(pause);
    }

    private Duration pause(BillingUnavailable away) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(times, 10));
        Duration least = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        Duration asked = away.retryAfter();
        Duration wanted = asked != null && asked.compareTo(least) > 0 ? asked : least;
        return wanted.plusMillis(ThreadLocalRandom.current().nextLong(100));
    }

    /** @throws Stopped when the run is to end meanwhile */
    public void pause(Duration pause) {
        long until = System.nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toNanos(); left > 0; left = until - System.nanoTime()) {
                stops.check(run);
                TimeUnit.NANOSECONDS.sleep(Math.min(left, LISTENS_EVERY.toNanos()));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new Stopped("This process ends");
        }
    }
}
