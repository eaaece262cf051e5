package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Which change was the last one at which time, for reads that answer from a while ago. */
final class Moments {
    private static final int KEPT = 4_096;

    private final ConcurrentNavigableMap<Instant, Long> lastChangeAt = new ConcurrentSkipListMap<>();
    private int remembered;

    /** Called under the world's lock. Counts by itself: a skip list would walk its whole length to tell its size. */
    void note(Instant moment, long change) {
        if (lastChangeAt.put(moment, change) == null && ++remembered > KEPT) {
            lastChangeAt.pollFirstEntry();
            remembered--;
        }
    }

    /** Before everything that is remembered, nothing had changed yet. */
    long changeAt(Instant moment) {
        var last = lastChangeAt.floorEntry(moment);
        return last == null ? 0 : last.getValue();
    }
}
