package dev.plumbline.entitlement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A time that passes when the test says so. */
public final class SettableTime implements InstantSource {
    private volatile Instant now;

    public SettableTime(String now) {
        this.now = Instant.parse(now);
    }

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void pass(Duration duration) {
        now = now.plus(duration);
    }
}
