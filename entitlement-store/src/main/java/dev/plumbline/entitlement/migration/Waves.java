package dev.plumbline.entitlement.migration;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many move at a time, and what is between.
 *
 * @param percent of all, up to the end of each wave, rising to 100; empty when they are cut by size
 * @param size customers in a wave; null when they are cut by percent
 * @param pause after a wave the next one begins by itself; null: a person begins it
 */
public record Waves(
        List<Integer> percent,
        @Nullable Integer size,
        @Nullable Duration pause) {
    /** One wave, with everybody in it. */
    public static final Waves ONE = new Waves(List.of(100), null, null);

    public Waves {
        percent = List.copyOf(percent);
        if (percent.isEmpty() == (size == null)) {
            throw new IllegalArgumentException("Waves are cut by percent or by size");
        }
        if (size != null && size < 1) {
            throw new IllegalArgumentException("A wave has at least one customer");
        }
        if (!percent.isEmpty() && !rises(percent)) {
            throw new IllegalArgumentException("Percentages rise, from 1 at least, to 100");
        }
        if (pause != null && pause.isNegative()) {
            throw new IllegalArgumentException("A pause is not negative");
        }
    }

    private static boolean rises(List<Integer> percent) {
        int before = 0;
        for (int share : percent) {
            if (share <= before) {
                return false;
            }
            before = share;
        }
        return before == 100;
    }
}
