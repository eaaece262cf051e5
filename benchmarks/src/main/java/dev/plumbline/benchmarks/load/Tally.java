package dev.plumbline.benchmarks.load;

import java.time.Duration;
import java.util.Arrays;

/**
 * What came of a load.
 *
 * @param good answered as expected
 * @param failed answered otherwise or not at all
 * @param firstFailure for people; empty when none failed
 * @param median how long an answer took, failures included
 * @param p99 all but one in a hundred were faster
 */
public record Tally(int good, int failed, String firstFailure, Duration took, Duration median, Duration p99) {

    public double perSecond() {
        return good / (took.toNanos() / 1e9);
    }

    /** Collects while the load runs. */
    static final class Counting {
        private final long start = System.nanoTime();
        private final int expected;
        private long[] nanos = new long[1 << 16];
        private int answered;
        private int good;
        private int failed;
        private String firstFailure = "";
        private long last = start;

        Counting(int expectedStatus) {
            expected = expectedStatus;
        }

        void answered(AnswerReader answer, long tookNanos) {
            last = System.nanoTime();
            if (answered == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * answered);
            }
            nanos[answered++] = tookNanos;
            if (answer.status() == expected) {
                good++;
            } else {
                failed(answer.text());
            }
        }

        void failed(String why) {
            failed++;
            firstFailure = firstFailure.isEmpty() ? why : firstFailure;
        }

        boolean isBeyond(Duration time) {
            return System.nanoTime() - start >= time.toNanos();
        }

        Tally end() {
            long[] sorted = Arrays.copyOf(nanos, answered);
            Arrays.sort(sorted);
            return new Tally(
                    good,
                    failed,
                    firstFailure,
                    Duration.ofNanos(last - start),
                    quantile(sorted, 0.5),
                    quantile(sorted, 0.99));
        }

        private static Duration quantile(long[] sorted, double share) {
            return sorted.length == 0 ? Duration.ZERO : Duration.ofNanos(sorted[(int) ((sorted.length - 1) * share)]);
        }
    }
}
