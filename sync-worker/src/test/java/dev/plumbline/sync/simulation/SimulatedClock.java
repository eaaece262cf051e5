package dev.plumbline.sync.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when the simulation says so. */
final class SimulatedClock implements InstantSource {
    private Instant now;

    SimulatedClock(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void passUntil(Instant moment) {
        if (moment.isAfter(now)) {
            now = moment;
        }
    }
}
