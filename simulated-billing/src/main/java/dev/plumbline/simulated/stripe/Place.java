package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.Comparator;

/** Where an object stands in a list. Lists are newest first; the number breaks the ties of one second. */
record Place(Instant created, long number, String id) implements Comparable<Place> {
    private static final Comparator<Place> NEWEST_FIRST = Comparator.comparing(Place::created)
            .thenComparingLong(Place::number)
            .reversed();

    @Override
    public int compareTo(Place other) {
        return NEWEST_FIRST.compare(this, other);
    }
}
