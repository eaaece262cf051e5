package dev.plumbline.entitlement.resolve;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A law, as something that an example can show to be broken.
 *
 * @param oneWindow whether it holds only where limits of one feature are for one window
 */
record Statement(String law, boolean oneWindow, Breach breach) {
    /** How the law is broken; null when it holds. The same random numbers for the same example, also for a smaller one. */
    interface Breach {
        @Nullable
        String of(Answers answers, Example example, SplittableRandom random);
    }

    Example example(long seed) {
        var random = new SplittableRandom(seed);
        return Example.of(random, oneWindow || random.nextBoolean());
    }

    @Nullable
    String broken(Answers answers, Example example, long seed) {
        try {
            return breach.of(answers, example, new SplittableRandom(seed));
        } catch (RuntimeException thrown) {
            return "It throws " + thrown;
        }
    }

    /** For a test: fails with the smallest example that was found. */
    void hold(Answers answers, long seed) {
        var example = example(seed);
        if (broken(answers, example, seed) != null) {
            var cause = Smaller.whileFailing(example, smaller -> broken(answers, smaller, seed) != null);
            throw new AssertionError(broken(answers, cause, seed) + "\n" + cause);
        }
    }
}
