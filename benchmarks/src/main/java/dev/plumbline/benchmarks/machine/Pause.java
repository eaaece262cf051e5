package dev.plumbline.benchmarks.machine;

import java.time.Duration;

/** Waits; an interrupt ends the whole run. */
public final class Pause {
    private Pause() {}

    public static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
