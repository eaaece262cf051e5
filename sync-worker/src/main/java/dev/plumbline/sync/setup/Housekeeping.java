package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.idempotency.IdempotentRequests;
import dev.plumbline.sync.inbox.VersionsSettled;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Forgets what is kept for a day only, and closes what is over. */
@Component
@ConditionalOnRole(Role.SYNC)
class Housekeeping implements Looping {
    private static final Duration KEPT = Duration.ofDays(1);

    private final IdempotentRequests requests;
    private final VersionsSettled versions;
    private final InstantSource clock;
    private final BackgroundLoop loop = new BackgroundLoop("housekeeping", Duration.ofHours(1), this::round);

    Housekeeping(IdempotentRequests requests, VersionsSettled versions, InstantSource realTime) {
        this.requests = requests;
        this.versions = versions;
        this.clock = realTime;
    }

    private boolean round() {
        requests.forget(clock.instant().minus(KEPT));
        versions.close();
        return false;
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(loop);
    }
}
