package dev.plumbline.entitlement.crowd;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Those who want the same thing at once. Whoever's turn it is does the work of all that wait with him, in one transaction: so a
 * limit that hundreds want costs one commit for each crowd and not one for each of them, and none of them holds a connection
 * while he waits.
 *
 * @param <K> what they want
 * @param <W> how one of them wants it
 * @param <R> what becomes of it
 */
public final class Crowd<K, W, R> {
    private static final int AT_ONCE = 200;

    private final BiFunction<K, List<W>, List<R>> work;
    private final ToIntFunction<W> weight;
    private final int most;
    private final Map<K, Line> lines = new ConcurrentHashMap<>();

    /** @param work results in the order of the wishes, and all of it or, when it throws, none */
    public Crowd(BiFunction<K, List<W>, List<R>> work) {
        this(work, _ -> 1, AT_ONCE);
    }

    /**
     * @param weight of a wish
     * @param most that is done at once; one that is heavier is done alone
     */
    public Crowd(BiFunction<K, List<W>, List<R>> work, ToIntFunction<W> weight, int most) {
        this.work = work;
        this.weight = weight;
        this.most = most;
    }

    private final class Place {
        private final W wish;
        /** Null while it is not known. */
        private @Nullable R result;

        Place(W wish) {
            this.wish = wish;
        }
    }

    private final class Line {
        private final Together<Place> together;
        /** Changed inside the map's own lock of the key. */
        private int users;

        Line(K key) {
            together = new Together<>(1, place -> weight.applyAsInt(place.wish), most, places -> serve(key, places));
        }
    }

    private void serve(K key, List<Place> places) {
        List<R> results =
                work.apply(key, places.stream().map(place -> place.wish).toList());
        for (int i = 0; i < places.size(); i++) {
            places.get(i).result = results.get(i);
        }
    }

    public R take(K key, W wish) {
        Line line = lines.compute(key, (_, known) -> {
            Line entered = known == null ? new Line(key) : known;
            entered.users++;
            return entered;
        });
        var place = new Place(wish);
        try {
            line.together.write(place);
        } finally {
            lines.computeIfPresent(key, (_, known) -> --known.users == 0 ? null : known);
        }
        return Objects.requireNonNull(place.result, "results in the order of the wishes");
    }
}
