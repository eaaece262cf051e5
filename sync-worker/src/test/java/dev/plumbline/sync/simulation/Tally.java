package dev.plumbline.sync.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** How often what was done, over all histories of a run. */
final class Tally {
    private final AtomicLongArray counts = new AtomicLongArray(Stimulus.values().length);

    void count(Stimulus stimulus) {
        counts.incrementAndGet(stimulus.ordinal());
    }

    List<Stimulus> missing() {
        return Arrays.stream(Stimulus.values())
                .filter(stimulus -> counts.get(stimulus.ordinal()) == 0)
                .toList();
    }

    String table() {
        var table = new StringBuilder();
        for (Stimulus stimulus : Stimulus.values()) {
            table.append(String.format(
                    "  %-12s %,9d × %s%n", stimulus.cases, counts.get(stimulus.ordinal()), stimulus.what));
        }
        return table.toString();
    }
}
