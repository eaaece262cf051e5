package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.http.DatabaseAway;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a start asks of the database is asked again while that is away: it may crash or fail over just then, and a node that gives
 * up is one more thing that is down (cases F-18, F-19).
 */
final class PatientStart {
    private static final Logger LOG = LoggerFactory.getLogger(PatientStart.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private PatientStart() {}

    /** @param work may be done twice: a commit whose answer was lost is one that was done */
    static <T> T ask(String what, Supplier<T> work) {
        return ask(what, work, PAUSE);
    }

    static <T> T ask(String what, Supplier<T> work, Duration pause) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return work.get();
            } catch (RuntimeException failure) {
                if (!DatabaseAway.isCauseOf(failure) || System.nanoTime() > until) {
                    throw failure;
                }
                LOG.warn("{} waits for the database: {}", what, failure.getMessage());
                LockSupport.parkNanos(pause.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
            }
        }
    }
}
