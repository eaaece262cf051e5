package dev.plumbline.sync.relay;

import dev.plumbline.entitlement.check.time.BusinessTimeMoved;
import dev.plumbline.entitlement.record.TimePassing;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Looping;
import dev.plumbline.sync.setup.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells of answers that turned because time passed. Every process tries; what one has in hand the others skip. */
@Component
@ConditionalOnRole(Role.SYNC)
class TimeLoop implements Looping {
    private static final int AT_ONCE = 200;

    private final TimePassing passing;
    private final BackgroundLoop loop;

    TimeLoop(TimePassing passing, InstantSource businessClock) {
        this.passing = passing;
        loop = new BackgroundLoop(
                "time", Duration.ofSeconds(2), () -> passing.tellTurned(businessClock.instant(), AT_ONCE) == AT_ONCE);
    }

    /** Whoever moves the clock finds what was due by then told. */
    @EventListener
    void on(BusinessTimeMoved moved) {
        while (passing.tellTurned(moved.now(), AT_ONCE) == AT_ONCE) {
            // There may be more.
        }
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(loop);
    }
}
