package dev.plumbline.entitlement.crowd;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: what arrives while others are being written is written together, by one of those who brought it. Who comes alone
 * waits for nobody. Everybody returns when its own was written, or was refused.
 *
 * @param <T> what is brought
 */
public final class Together<T> {
    private final ToIntFunction<T> weight;
    private final int most;
    private final Consumer<List<T>> write;
    private final Semaphore writers;
    private final Queue<Waiting<T>> queue = new ConcurrentLinkedQueue<>();

    /**
     * @param writers how many groups are written at the same time
     * @param most of one group
     * @param write when it returns, all of the group are written; when it throws, none is
     */
    public Together(int writers, int most, Consumer<List<T>> write) {
        this(writers, _ -> 1, most, write);
    }

    /**
     * @param weight of one
     * @param most that a group weighs; one that is heavier is written alone
     */
    Together(int writers, ToIntFunction<T> weight, int most, Consumer<List<T>> write) {
        this.writers = new Semaphore(writers);
        this.weight = weight;
        this.most = most;
        this.write = write;
    }

    private static final class Waiting<T> {
        private final T brought;
        private final Semaphore news = new Semaphore(0);
        private volatile boolean done;
        private volatile @Nullable RuntimeException refused;

        Waiting(T brought) {
            this.brought = brought;
        }

        /** That it is done, or that it may be a writer's turn. */
        void awaitNews() {
            if (!done) {
                news.acquireUninterruptibly();
            }
        }
    }

    /** @throws RuntimeException with which its group was refused */
    public void write(T brought) {
        var mine = new Waiting<>(brought);
        queue.add(mine);
        while (!mine.done) {
            if (writers.tryAcquire()) {
                try {
                    writeNext();
                } finally {
                    writers.release();
                    handOver();
                }
            }
            mine.awaitNews();
        }
        RuntimeException why = mine.refused;
        if (why != null) {
            throw why;
        }
    }

    private void writeNext() {
        List<Waiting<T>> group = nextGroup();
        if (group.isEmpty()) {
            return;
        }
        @Nullable RuntimeException refused = new IllegalStateException("Not written: whoever wrote it failed");
        try {
            write.accept(group.stream().map(one -> one.brought).toList());
            refused = null;
        } catch (RuntimeException why) {
            refused = why;
        } finally {
            for (Waiting<T> one : group) {
                one.refused = refused;
                one.done = true;
                one.news.release();
            }
        }
    }

    /** One at a time: else of two that look at the same first one, one would take what it has not weighed. */
    private synchronized List<Waiting<T>> nextGroup() {
        List<Waiting<T>> group = new ArrayList<>();
        int heavy = 0;
        for (Waiting<T> next = queue.peek(); next != null; next = queue.peek()) {
            heavy += weight.applyAsInt(next.brought);
            if (!group.isEmpty() && heavy > most) {
                break;
            }
            queue.remove();
            group.add(next);
        }
        return group;
    }

    /** Who came too late to be first and is not written yet: it was told that there are writers enough, and now there are not. */
    private void handOver() {
        Waiting<T> next = queue.peek();
        if (next != null) {
            next.news.release();
        }
    }
}
