package dev.plumbline.simulated.delivery;

import java.util.Comparator;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** An attempt to deliver that becomes due; the number keeps the order of those due together. */
record Due(Delivery delivery, int attempt, long nanoTime, long number) implements Delayed {
    private static final Comparator<Due> ORDER =
            Comparator.comparingLong(Due::nanoTime).thenComparingLong(Due::number);

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return ORDER.compare(this, (Due) other);
    }
}
