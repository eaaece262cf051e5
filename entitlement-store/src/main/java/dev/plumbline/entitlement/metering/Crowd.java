package dev.plumbline.entitlement.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * Those who want the same thing at once. Whoever's turn it is does the work of all that wait with him, in one transaction: so a
 * limit that hundreds want costs one commit for each crowd and not one for each of them, and none of them holds a connection
 * while he waits.
 *
 * @param <K> what they want
 * @param <W> how one of them wants it
 * @param <R> what becomes of it
 */
final class Crowd<K, W, R> {
    private static final int AT_ONCE = 200;

    private final BiFunction<K, List<W>, List<R>> work;
    private final ToIntFunction<W> weight;
    private final int most;
    private final Map<K, Line> lines = new ConcurrentHashMap<>();

    /** @param work results in the order of the wishes, and all of it or, when it throws, none */
    Crowd(BiFunction<K, List<W>, List<R>> work) {
        this(work, _ -> 1, AT_ONCE);
    }

    /**
     * @param weight of a wish
     * @param most that is done at once; one that is heavier is done alone
     */
    Crowd(BiFunction<K, List<W>, List<R>> work, ToIntFunction<W> weight, int most) {
        this.work = work;
        this.weight = weight;
        this.most = most;
    }

    private final class Place {
        private final W wish;
        private final CompletableFuture<R> result = new CompletableFuture<>();

        Place(W wish) {
            this.wish = wish;
        }
    }

    private final class Line {
        private final ReentrantLock turn = new ReentrantLock();
        private final Queue<Place> waiting = new ConcurrentLinkedQueue<>();
        /** Changed inside the map's own lock of the key. */
        private int users;

        void serve(K key) {
            var places = new ArrayList<Place>();
            int heavy = 0;
            for (Place next = waiting.peek();
                    next != null && (places.isEmpty() || heavy + weight.applyAsInt(next.wish) <= most);
                    next = waiting.peek()) {
                places.add(next);
                heavy += weight.applyAsInt(next.wish);
                waiting.remove(); // nobody else takes: whose turn it is has the lock
            }
            try {
                List<R> results =
                        work.apply(key, places.stream().map(place -> place.wish).toList());
                for (int i = 0; i < places.size(); i++) {
                    places.get(i).result.complete(results.get(i));
                }
            } catch (RuntimeException | Error failure) {
                places.forEach(place -> place.result.completeExceptionally(failure));
            }
        }
    }

    R take(K key, W wish) {
        Line line = lines.compute(key, (_, known) -> {
            Line entered = known == null ? new Line() : known;
            entered.users++;
            return entered;
        });
        var place = new Place(wish);
        line.waiting.add(place);
        line.turn.lock();
        try {
            while (!place.result.isDone()) {
                line.serve(key);
            }
        } finally {
            line.turn.unlock();
            lines.computeIfPresent(key, (_, known) -> --known.users == 0 ? null : known);
        }
        try {
            return place.result.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
