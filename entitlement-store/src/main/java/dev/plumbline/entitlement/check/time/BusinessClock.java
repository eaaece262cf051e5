package dev.plumbline.entitlement.check.time;

import dev.plumbline.entitlement.check.time.TestClock.Moved;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The time that entitlements go by: as-of of checks, windows, grace, overrides. It is the real time, unless the test clock
 * is enabled and set; what another node sets is seen within a second.
 */
@Component
public class BusinessClock implements InstantSource {
    static final Duration SEEN_WITHIN = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(BusinessClock.class);

    private final boolean movable;
    private final TestClock kept;
    private final InstantSource time;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Moved moved;
    private volatile Instant lookAgainAt = Instant.MIN;

    BusinessClock(@Value("${plumbline.test-clock:false}") boolean movable, TestClock kept, InstantSource realTime) {
        this.movable = movable;
        this.kept = kept;
        this.time = realTime;
    }

    /** In microseconds, as the database keeps time. */
    @Override
    public Instant instant() {
        Instant real = time.instant();
        Moved now = movable ? look(real) : null;
        return (now == null ? real : now.now(real)).truncatedTo(ChronoUnit.MICROS);
    }

    public boolean isMovable() {
        return movable;
    }

    /** Whether it shows another time than the real one. */
    public boolean isMoved() {
        return movable && moved != null;
    }

    Instant set(Instant to) {
        Instant real = time.instant();
        kept.set(new Moved(to, real));
        moved = new Moved(to, real);
        lookAgainAt = real.plus(SEEN_WITHIN);
        return instant();
    }

    Instant reset() {
        kept.clear();
        moved = null;
        return instant();
    }

    private @Nullable Moved look(Instant real) {
        if (!real.isBefore(lookAgainAt) && looking.compareAndSet(false, true)) {
            try {
                moved = kept.read().orElse(null);
            } catch (DataAccessException away) {
                LOG.debug("The test clock was not read; it goes on as it was", away);
            } finally {
                lookAgainAt = real.plus(SEEN_WITHIN);
                looking.set(false);
            }
        }
        return moved;
    }
}
