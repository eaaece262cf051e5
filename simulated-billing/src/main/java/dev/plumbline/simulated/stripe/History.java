package dev.plumbline.simulated.stripe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an object was, change by change, so that a read can be answered from a while ago. */
record History<T>(Place place, List<Version<T>> newestFirst, boolean cut) {
    private static final int VERSIONS_KEPT = 24;

    record Version<T>(long change, T object) {}

    static <T> History<T> beginning(Place place, T object, long change) {
        return new History<>(place, List.of(new Version<>(change, object)), false);
    }

    History<T> with(T object, long change) {
        List<Version<T>> versions = new ArrayList<>(VERSIONS_KEPT);
        versions.add(new Version<>(change, object));
        boolean tooMany = newestFirst.size() >= VERSIONS_KEPT;
        versions.addAll(tooMany ? newestFirst.subList(0, VERSIONS_KEPT - 1) : newestFirst);
        return new History<>(place, List.copyOf(versions), cut || tooMany);
    }

    T latest() {
        return newestFirst.getFirst().object();
    }

    /** Null when it did not exist yet. */
    @Nullable
    T after(long change) {
        for (Version<T> version : newestFirst) {
            if (version.change() <= change) {
                return version.object();
            }
        }
        return cut ? newestFirst.getLast().object() : null;
    }
}
