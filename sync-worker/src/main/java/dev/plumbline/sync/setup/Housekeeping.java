package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.idempotency.IdempotentRequests;
import dev.plumbline.entitlement.check.time.BusinessTimeMoved;
import dev.plumbline.entitlement.decision.OverridesEnding;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Forgets what is kept for a day only, and tells of overrides that end soon. */
@Component
class Housekeeping implements SmartLifecycle {
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int AT_ONCE = 500;

    private final IdempotentRequests requests;
    private final OverridesEnding overrides;
    private final InstantSource clock;
    private final InstantSource business;
    private final BackgroundLoop loop = new BackgroundLoop("housekeeping", Duration.ofHours(1), this::round);

    Housekeeping(
            IdempotentRequests requests,
            OverridesEnding overrides,
            InstantSource realTime,
            InstantSource businessClock) {
        this.requests = requests;
        this.overrides = overrides;
        this.clock = realTime;
        this.business = businessClock;
    }

    private boolean round() {
        requests.forget(clock.instant().minus(KEPT));
        return overrides.tellEnding(business.instant(), AT_ONCE) == AT_ONCE;
    }

    /** Whoever moves the clock finds what was due by then done. */
    @EventListener
    void on(BusinessTimeMoved moved) {
        while (overrides.tellEnding(moved.now(), AT_ONCE) == AT_ONCE) {
            // There may be more.
        }
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
