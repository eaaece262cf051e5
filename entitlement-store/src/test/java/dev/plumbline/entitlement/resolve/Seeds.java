package dev.plumbline.entitlement.resolve;

import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Many cases out of one printed seed; {@code -Dplumbline.seed=} replays a run, {@code -Dplumbline.times=100} makes it a
 * hundred times as long.
 */
public final class Seeds {
    private static final long SEED = Long.getLong("plumbline.seed", new SplittableRandom().nextLong() >>> 16);

    private static final int TIMES = Integer.getInteger("plumbline.times", 1);

    private Seeds() {}

    /** A failure names the seed of its own case, which alone reproduces it with {@code -Dplumbline.case=}. */
    public static void cases(String name, int many, LongConsumer test) {
        var only = Long.getLong("plumbline.case");
        if (only != null) {
            test.accept(only);
            return;
        }
        System.out.println(name + ": seed " + SEED);
        var random = new SplittableRandom(SEED);
        for (var i = 0; i < many * TIMES; i++) {
            var seed = random.nextLong();
            try {
                test.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        name + ": case " + i + " of seed " + SEED + "; alone: -Dplumbline.case=" + seed + "\n"
                                + e.getMessage(),
                        e);
            }
        }
    }
}
