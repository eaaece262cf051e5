package dev.plumbline.simulated.delivery;

import java.time.Duration;

/** How often and how patiently a delivery is tried. */
public record Retries(int attempts, Duration first, Duration longest) {
    /** Six tries within a quarter of a minute, for a demo that is watched. */
    public static Retries quick() {
        return new Retries(6, Duration.ofMillis(200), Duration.ofSeconds(10));
    }

    public static Retries none() {
        return new Retries(1, Duration.ZERO, Duration.ZERO);
    }

    boolean allowAfter(int attempt) {
        return attempt < attempts;
    }

    /** Doubles with every attempt. */
    Duration waitAfter(int attempt) {
        Duration wait = first.multipliedBy(1L << Math.min(attempt - 1, 20));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
