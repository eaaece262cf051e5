package dev.plumbline.entitlement.check.changes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The last changes, held once for all listeners of this node: so many listeners cost one reader. Who is behind what is held reads
 * the database; nobody has a queue of his own that could grow.
 */
final class RecentChanges {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    /** Contiguous, oldest first. */
    private final ArrayList<Told> held = new ArrayList<>();
    /** The newest position that was read; what is held ends with it. */
    private long newest;

    RecentChanges(int capacity) {
        this.capacity = capacity;
    }

    /** Nothing is held yet, and nothing up to that position will be. */
    void beginAt(long position) {
        lock.lock();
        try {
            held.clear();
            newest = position;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void add(List<Told> next) {
        lock.lock();
        try {
            held.addAll(next);
            newest = next.isEmpty() ? newest : next.getLast().position();
            if (held.size() > 2 * capacity) {
                held.subList(0, held.size() - capacity).clear();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long newest() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What follows a position.
     *
     * @return null when some of it is not held any more
     */
    @Nullable
    List<Told> after(long position, int limit) {
        lock.lock();
        try {
            if (position >= newest) {
                return List.of();
            }
            long first = newest - held.size() + 1;
            if (position < first - 1) {
                return null;
            }
            int from = (int) (position - first + 1);
            return List.copyOf(held.subList(from, Math.min(held.size(), from + limit)));
        } finally {
            lock.unlock();
        }
    }

    /** Until there is something behind that position, or some time is over. */
    void await(long position, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (newest <= position && left > 0) {
                left = more.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Everybody looks around. */
    void stir() {
        lock.lock();
        try {
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
