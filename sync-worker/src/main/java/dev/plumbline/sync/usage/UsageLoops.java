package dev.plumbline.sync.usage;

import dev.plumbline.entitlement.check.time.BusinessTimeMoved;
import dev.plumbline.entitlement.metering.LimitNotices;
import dev.plumbline.entitlement.metering.Months;
import dev.plumbline.entitlement.metering.Reservations;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Looping;
import dev.plumbline.sync.setup.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells of limits that come near, makes the months to come, and puts old ones aside. Every process tries; what one has in hand the
 * others skip.
 */
@Component
@ConditionalOnRole(Role.SYNC)
class UsageLoops implements Looping {
    private static final int AT_ONCE = 500;

    private final LimitNotices notices;
    private final Months months;
    private final Reservations reservations;
    private final InstantSource business;
    private final InstantSource time;
    private final BackgroundLoop telling;
    private final BackgroundLoop keeping;
    /** Of the thread that tells. */
    private long left;

    UsageLoops(
            LimitNotices notices,
            Months months,
            Reservations reservations,
            InstantSource businessClock,
            InstantSource realTime) {
        this.notices = notices;
        this.months = months;
        this.reservations = reservations;
        this.business = businessClock;
        this.time = realTime;
        telling = new BackgroundLoop("limits", Duration.ofSeconds(1), this::tell);
        keeping = new BackgroundLoop("usage-months", Duration.ofHours(1), this::keep);
    }

    /** As many as waited when it began: who uses all the time is looked at each second, and not all the time too. */
    private boolean tell() {
        if (left <= 0) {
            left = notices.waiting();
        }
        int looked = notices.tell(business.instant(), AT_ONCE);
        left = looked < AT_ONCE ? 0 : left - looked;
        return left > 0;
    }

    private boolean keep() {
        Instant now = business.instant();
        months.makeAhead(now);
        // By the real time: a test clock that is moved ahead for a while is no reason to put this year aside.
        months.putAside(time.instant());
        reservations.giveUp(now);
        return false;
    }

    /** Whoever moves the clock finds the months there, and what was used by then told of. */
    @EventListener
    void on(BusinessTimeMoved moved) {
        months.makeAhead(moved.now());
        while (notices.tell(moved.now(), AT_ONCE) == AT_ONCE) {
            // There may be more.
        }
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(telling, keeping);
    }
}
