package dev.plumbline.simulated.delivery;

import java.time.Duration;

/** Counts what becomes of deliveries, and knows when all have come to an end. */
final class Tally {
    private long posted;
    private long acked;
    private long refused;
    private long unreachable;
    private long gaveUp;
    private long overflowed;
    private long pending;

    /** False when there is no room for one more. */
    synchronized boolean admit(int capacity) {
        if (pending >= capacity) {
            overflowed++;
            return false;
        }
        pending++;
        return true;
    }

    synchronized void posted() {
        posted++;
    }

    synchronized void acked() {
        acked++;
        settle();
    }

    synchronized void refused() {
        refused++;
    }

    synchronized void unreachable() {
        unreachable++;
    }

    synchronized void gaveUp() {
        gaveUp++;
        settle();
    }

    /** Waits until nothing is pending; false when that takes too long. */
    synchronized boolean awaitQuiet(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (pending > 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Whatever is still waiting will not be sent any more. */
    synchronized void abandonRest() {
        gaveUp += pending;
        pending = 0;
        notifyAll();
    }

    synchronized Sent with(Deliveries.Counts planned) {
        return new Sent(
                planned.offered(),
                planned.lost(),
                planned.duplicated(),
                posted,
                acked,
                refused,
                unreachable,
                gaveUp,
                overflowed,
                pending);
    }

    private void settle() {
        if (--pending == 0) {
            notifyAll();
        }
    }
}
