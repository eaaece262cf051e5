package dev.plumbline.sync.chaos;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What a run is to be like. The seed gives the same customers, the same happenings, the same troubles at the same times again;
 * between them two processes and a database keep their own time.
 *
 * @param changesPerSecond at the provider; each tells one to five events
 * @param weakened proves that the test can fail: the database may forget what it committed last
 */
record Plan(long seed, Duration length, int founders, int changesPerSecond, boolean weakened) {
    /** Short, so that a zombie need not be frozen for long. */
    static final Duration LEASE = Duration.ofSeconds(3);

    static Plan asked() {
        return new Plan(
                Long.getLong("plumbline.chaos.seed", new SplittableRandom().nextLong() >>> 16),
                Duration.ofSeconds(Long.getLong("plumbline.chaos.seconds", 25)),
                Integer.getInteger("plumbline.chaos.customers", 150),
                Integer.getInteger("plumbline.chaos.changes", 35),
                Boolean.getBoolean("plumbline.chaos.weakened"));
    }
}
