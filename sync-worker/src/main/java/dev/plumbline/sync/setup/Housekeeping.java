package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.idempotency.IdempotentRequests;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Forgets what is kept for a day only. */
@Component
class Housekeeping implements SmartLifecycle {
    private static final Duration KEPT = Duration.ofDays(1);

    private final IdempotentRequests requests;
    private final InstantSource clock;
    private final BackgroundLoop loop = new BackgroundLoop("housekeeping", Duration.ofHours(1), this::round);

    Housekeeping(IdempotentRequests requests, InstantSource realTime) {
        this.requests = requests;
        this.clock = realTime;
    }

    private boolean round() {
        requests.forget(clock.instant().minus(KEPT));
        return false;
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
