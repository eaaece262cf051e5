package dev.plumbline.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An open loop: so many begin a second whether or not the ones before have ended, each on a thread of its own, so that a
 * server that falls behind is not spared.
 */
final class Paced {
    private final int perSecond;
    private final Step step;

    /** One of them, by its number. */
    @FunctionalInterface
    interface Step {
        /** @return how long it took; null for one that is not counted as good */
        @Nullable
        Duration take(int number) throws Exception;
    }

    Paced(int perSecond, Step step) {
        this.perSecond = perSecond;
        this.step = step;
    }

    /** @param sorted how long the good ones took, in nanoseconds */
    record Times(List<Long> sorted, int failed) {
        double millis(double quantile) {
            return sorted.isEmpty() ? Double.NaN : sorted.get((int) (quantile * (sorted.size() - 1))) / 1e6;
        }
    }

    Times run(Duration time) {
        var took = new ConcurrentLinkedQueue<Long>();
        var failed = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            long gap = 1_000_000_000L / perSecond;
            long count = time.toNanos() / gap;
            for (int number = 0; number < count; number++) {
                int current = number;
                LockSupport.parkNanos(began + number * gap - System.nanoTime());
                threads.execute(() -> {
                    Duration one = taken(current);
                    if (one == null) {
                        failed.incrementAndGet();
                    } else {
                        took.add(one.toNanos());
                    }
                });
            }
        }
        List<Long> sorted = took.stream().sorted().toList();
        return new Times(sorted, failed.get());
    }

    private @Nullable Duration taken(int number) {
        try {
            return step.take(number);
        } catch (Exception failure) {
            Report.say("        %s", failure);
            return null;
        }
    }
}
