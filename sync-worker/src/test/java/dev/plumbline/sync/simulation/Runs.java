package dev.plumbline.sync.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.plumbline.sync.simulation.History.Ground;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/** Plays histories, from a seed on, and says which went wrong. */
final class Runs {
    /** Replays one: {@code -Dplumbline.simulation.seed=…}. */
    private static final String SEED = "plumbline.simulation.seed";
    /** Plays more, or fewer: {@code -Dplumbline.simulation.histories=…}. */
    private static final String HISTORIES = "plumbline.simulation.histories";

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private Runs() {}

    static boolean isReplay() {
        return System.getProperty(SEED) != null;
    }

    /** Another one every time, so that every run of the build tries what none before it tried. */
    static long firstSeed() {
        return Long.getLong(SEED, new SplittableRandom().nextLong() >>> 20);
    }

    static int histories(int normally) {
        return isReplay() ? 1 : Integer.getInteger(HISTORIES, normally);
    }

    record Wrong(long seed, String what) {}

    /** @param threads each plays its own histories; what one does has no part in another's */
    static List<Wrong> play(
            long first, int histories, int happenings, int threads, List<Ground> grounds, Broken broken, Tally tally) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (pool) {
            List<Future<List<Wrong>>> parts = IntStream.range(0, threads)
                    .mapToObj(part -> pool.submit(() -> IntStream.range(0, histories)
                            .filter(n -> n % threads == part)
                            .mapToObj(
                                    n -> one(first + n, happenings, grounds.get(part % grounds.size()), broken, tally))
                            .flatMap(Optional::stream)
                            .toList()))
                    .toList();
            return parts.stream().flatMap(part -> got(part).stream()).toList();
        }
    }

    private static <T> T got(Future<T> part) {
        try {
            return part.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private static Optional<Wrong> one(long seed, int happenings, Ground ground, Broken broken, Tally tally) {
        var history = new History(seed, happenings, ground, broken, tally);
        try {
            return history.play(NO_LIMIT).map(what -> new Wrong(seed, what));
        } catch (RuntimeException | AssertionError failure) {
            return Optional.of(new Wrong(seed, brokeOff(failure)));
        }
    }

    private static String brokeOff(Throwable failure) {
        var stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        return "broke off: " + stack;
    }

    static String digest(long seed, int happenings, Ground ground) {
        var history = new History(seed, happenings, ground, Broken.NOTHING, new Tally());
        String wrong = history.play(NO_LIMIT).orElse("right");
        return wrong + " " + history.digest();
    }

    /** The shortest beginning of it that goes wrong, step by step, and how to play it again. */
    static String story(Wrong wrong, int happenings, Ground ground) {
        int most = 4_096;
        String shortest = "";
        for (int steps = most; steps > 0; steps = steps * 3 / 4) {
            var history = new History(wrong.seed(), happenings, ground, Broken.NOTHING, new Tally());
            Optional<String> again;
            try {
                again = history.play(steps);
            } catch (RuntimeException | AssertionError failure) {
                again = Optional.of(brokeOff(failure));
            }
            if (again.isPresent()) {
                shortest = history.trace() + "\n" + again.get();
            }
        }
        return "seed " + wrong.seed() + ": " + wrong.what() + "\nThe shortest beginning that goes wrong:\n" + shortest
                + "\nAgain: -D" + SEED + "=" + wrong.seed();
    }

    /** Thousands of setbacks are what a simulation is about; nobody reads them. */
    static void hush() {
        ((Logger) LoggerFactory.getLogger("dev.plumbline")).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("com.stripe")).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("org.springframework")).setLevel(Level.OFF);
    }

    static void speak() {
        ((Logger) LoggerFactory.getLogger("dev.plumbline")).setLevel(null);
        ((Logger) LoggerFactory.getLogger("com.stripe")).setLevel(null);
        ((Logger) LoggerFactory.getLogger("org.springframework")).setLevel(null);
    }
}
