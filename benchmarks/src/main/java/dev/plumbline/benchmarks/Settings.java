package dev.plumbline.benchmarks;

import java.time.Duration;
import java.util.Optional;

/**
 * How long and how hard.
 *
 * @param warmUp before the first round, for each contestant: a cold JIT is not a result
 * @param fetches how many requests a second ours may send to the provider while it takes deliveries
 */
record Settings(int rounds, Duration time, int connections, Duration warmUp, int fetches) {

    /** {@code NAME [rounds] [seconds]}; the rest from the environment. */
    static Settings of(String... arguments) {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        return new Settings(
                rounds,
                Duration.ofSeconds(seconds),
                set("BENCH_CONNECTIONS", 32),
                Duration.ofSeconds(set("BENCH_WARMUP", 60)),
                set("BENCH_FETCHES", 25));
    }

    private static int set(String name, int unlessSet) {
        return Optional.ofNullable(System.getenv(name)).map(Integer::valueOf).orElse(unlessSet);
    }
}
