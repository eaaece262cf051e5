package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.approvals.Approvals;
import dev.plumbline.entitlement.check.changes.ChangeLog;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests;
import dev.plumbline.entitlement.check.time.BusinessTimeMoved;
import dev.plumbline.entitlement.decision.OverridesEnding;
import dev.plumbline.sync.inbox.OldPayloads;
import dev.plumbline.sync.inbox.VersionsSettled;
import dev.plumbline.sync.login.LoginTries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Forgets what is kept for some time only, closes what is over, and tells of overrides that end soon. */
@Component
@ConditionalOnRole(Role.SYNC)
class Housekeeping implements Looping {
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int AT_ONCE = 500;

    private final IdempotentRequests requests;
    private final VersionsSettled versions;
    private final OverridesEnding overrides;
    private final ChangeLog changes;
    private final OldPayloads payloads;
    private final Approvals approvals;
    private final LoginTries tries;
    private final InstantSource clock;
    private final InstantSource business;
    private final BackgroundLoop loop = new BackgroundLoop("housekeeping", Duration.ofHours(1), this::round);

    Housekeeping(
            IdempotentRequests requests,
            VersionsSettled versions,
            OverridesEnding overrides,
            ChangeLog changes,
            OldPayloads payloads,
            Approvals approvals,
            LoginTries tries,
            InstantSource realTime,
            InstantSource businessClock) {
        this.requests = requests;
        this.versions = versions;
        this.overrides = overrides;
        this.changes = changes;
        this.payloads = payloads;
        this.approvals = approvals;
        this.tries = tries;
        this.clock = realTime;
        this.business = businessClock;
    }

    private boolean round() {
        Instant now = clock.instant();
        requests.forget(now.minus(KEPT));
        versions.close();
        while (changes.forget(now.minus(ChangeLog.KEPT), AT_ONCE) == AT_ONCE) {
            // There may be more.
        }
        payloads.forget(now);
        tries.forgetOld(now);
        while (approvals.expire(AT_ONCE) == AT_ONCE) {
            // There may be more.
        }
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
    public List<BackgroundLoop> loops() {
        return List.of(loop);
    }
}
