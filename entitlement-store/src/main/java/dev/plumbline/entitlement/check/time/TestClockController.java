package dev.plumbline.entitlement.check.time;

import dev.plumbline.entitlement.check.http.Refusal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Moves business time, for tests and demos. Not there at all unless it was enabled. */
@RestController
@ConditionalOnProperty("plumbline.test-clock")
class TestClockController {
    /** Calendar arithmetic and PostgreSQL agree on these years. */
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    TestClockController(BusinessClock clock, ApplicationEventPublisher events) {
        this.clock = clock;
        this.events = events;
    }

    record Wanted(@Nullable Instant now) {}

    record Shown(Instant now, boolean moved) {}

    @GetMapping("/v1/test-clock")
    Shown read() {
        return new Shown(clock.instant(), clock.isMoved());
    }

    @PutMapping("/v1/test-clock")
    Shown set(@RequestBody Wanted wanted) {
        Instant to = wanted.now();
        if (to == null || to.isBefore(EARLIEST) || to.isAfter(LATEST)) {
            throw Refusal.ofBody("/now", "It is an instant between " + EARLIEST + " and " + LATEST);
        }
        return shown(clock.set(to));
    }

    @DeleteMapping("/v1/test-clock")
    Shown reset() {
        return shown(clock.reset());
    }

    private Shown shown(Instant now) {
        events.publishEvent(new BusinessTimeMoved(now));
        return new Shown(clock.instant(), clock.isMoved());
    }
}
