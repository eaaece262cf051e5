package dev.plumbline.sync.simulation;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How often what was done, over all histories of a run. */
final class Tally {
    private final Map<Stimulus, LongAdder> counts;

    Tally() {
        var all = new EnumMap<Stimulus, LongAdder>(Stimulus.class);
        for (Stimulus stimulus : Stimulus.values()) {
            all.put(stimulus, new LongAdder());
        }
        counts = Collections.unmodifiableMap(all);
    }

    void count(Stimulus stimulus) {
        of(stimulus).increment();
    }

    List<Stimulus> missing() {
        return Arrays.stream(Stimulus.values())
                .filter(stimulus -> of(stimulus).sum() == 0)
                .toList();
    }

    private LongAdder of(Stimulus stimulus) {
        return Objects.requireNonNull(counts.get(stimulus));
    }

    String table() {
        var table = new StringBuilder();
        counts.forEach((stimulus, count) ->
                table.append(String.format("  %-12s %,9d × %s%n", stimulus.cases, count.sum(), stimulus.what)));
        return table.toString();
    }
}
