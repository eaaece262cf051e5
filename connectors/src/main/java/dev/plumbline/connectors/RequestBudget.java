package dev.plumbline.connectors;

import static dev.plumbline.connectors.BillingUnavailable.Cause.RATE_LIMITED;

import dev.plumbline.connectors.Timetable.Booking;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One account's turns in this process. They are booked from the common timetable some at a time, so that it is not asked for
 * every request, and given out one by one. What is booked and not used within its moment is lost, never saved up: the sum of
 * all processes stays within the budget whatever becomes of one of them. When the timetable cannot be reached nobody gets a
 * turn, and it is asked again only after a while.
 */
public final class RequestBudget {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration AFTER_TOO_MANY = Duration.ofSeconds(1);
    /** However long a provider asks us to wait, backfill tries again after this. */
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

    private final String name;
    private final Timetable timetable;
    private final Pace pace;
    private final Ticks ticks;
    private final Watch watch;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Map<Urgency, Line> lines = new EnumMap<>(Urgency.class);
    private long askAgainAfter;
    private volatile long nextFree;

    /** A monotonic clock that can be waited on. */
    public interface Ticks {
        long nanos();

        void pause(long nanos) throws InterruptedException;

        Ticks REAL = new Ticks() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause(long nanos) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
        };
    }

    /** Who counts what happens here. */
    public interface Watch {
        /** A turn was given out after that wait. */
        default void took(Urgency urgency, Duration waited) {}

        /** There was none in the time that the asker had. */
        default void refused(Urgency urgency) {}

        /** The common timetable did not answer. */
        default void away(RuntimeException failure) {}

        Watch NOBODY = new Watch() {};
    }

    /** What this process has booked of one kind and not given out yet, and how much it books next. */
    private static final class Line {
        final Deque<Turn> turns = new ArrayDeque<>();
        int next = 2;
        boolean wasted;
        long askAgainAfter;
    }

    public RequestBudget(BillingAccount account, Timetable timetable, Pace pace, Ticks ticks, Watch watch) {
        this.name = account.toString();
        this.timetable = timetable;
        this.pace = pace;
        this.ticks = ticks;
        this.watch = watch;
        this.askAgainAfter = ticks.nanos();
        this.nextFree = askAgainAfter;
        for (Urgency urgency : Urgency.values()) {
            var line = new Line();
            line.askAgainAfter = askAgainAfter;
            lines.put(urgency, line);
        }
    }

    /** Turns that may be used now; none when there are none now, see {@link #untilNext}. Does not wait for one. */
    public List<Turn> takeNow(Urgency urgency, int atMost) {
        List<Turn> taken = new ArrayList<>();
        lock.lock();
        try {
            while (taken.size() < atMost) {
                Turn next = peek(urgency, atMost - taken.size());
                if (next == null || next.from() - ticks.nanos() > 0) {
                    break;
                }
                taken.add(take(urgency));
            }
        } finally {
            lock.unlock();
        }
        taken.forEach(turn -> watch.took(turn.urgency(), Duration.ZERO));
        return taken;
    }

    /** How long until it makes sense to ask for one again. */
    public Duration untilNext(Urgency urgency) {
        lock.lock();
        try {
            long now = ticks.nanos();
            Turn next = first(urgency, now);
            return Duration.ofNanos(Math.max(0, (next == null ? askAgain(urgency, now) : next.from()) - now));
        } finally {
            lock.unlock();
        }
    }

    /** A turn that was not needed: somebody else may use it while it lasts. */
    public void giveBack(Turn turn) {
        lock.lock();
        try {
            line(turn.urgency()).turns.addFirst(turn);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when one call may be made.
     *
     * @throws BillingUnavailable when there is no turn within that time, or the timetable cannot be reached
     */
    void await(Urgency urgency, Duration atMost) {
        long start = ticks.nanos();
        try {
            long at = turnWithin(urgency, start, atMost.toNanos());
            if (at - ticks.nanos() > 0) {
                ticks.pause(at - ticks.nanos());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw refused(urgency, Duration.ZERO);
        }
        watch.took(urgency, Duration.ofNanos(ticks.nanos() - start));
    }

    /** The provider said that it was too much. Live goes on, each customer when it is due again; backfill waits. */
    void tooMuch(@Nullable Duration retryAfter) {
        Duration asked = retryAfter == null || retryAfter.isZero() ? AFTER_TOO_MANY : retryAfter;
        Duration pause = asked.compareTo(LONGEST_HOLD) < 0 ? asked : LONGEST_HOLD;
        lock.lock();
        try {
            Line backfill = line(Urgency.BACKFILL);
            long until = ticks.nanos() + pause.toNanos();
            backfill.turns.clear();
            if (until - backfill.askAgainAfter <= pause.toNanos() / 2) {
                return; // said already, just now
            }
            backfill.askAgainAfter = until;
            timetable.holdBackfill(pause);
        } catch (RuntimeException away) {
            watch.away(away); // this process waits all the same
        } finally {
            lock.unlock();
        }
    }

    /** Whether the turn that was paid ahead is still good. */
    boolean accepts(@Nullable Turn paid) {
        return paid != null && paid.isUsable(this, ticks.nanos());
    }

    /** How many calls all processes could make at once now, as far as this one knows; less than none when live has booked ahead. */
    public double left() {
        long passed = Math.min(ticks.nanos() - nextFree, pace.burst().toNanos());
        return (double) passed / pace.apart().toNanos();
    }

    long now() {
        return ticks.nanos();
    }

    private long turnWithin(Urgency urgency, long start, long atMost) throws InterruptedException {
        while (true) {
            long wait;
            if (!lock.tryLock(Math.max(0, atMost - (ticks.nanos() - start)), TimeUnit.NANOSECONDS)) {
                throw refused(urgency, pace.apart());
            }
            try {
                Turn next = peek(urgency, 1 + lock.getQueueLength());
                long at = next == null ? askAgain(urgency, ticks.nanos()) : next.from();
                long now = ticks.nanos();
                if (at - start > atMost && (next == null || at - now > 0)) {
                    throw refused(urgency, Duration.ofNanos(Math.max(0, at - now)));
                }
                if (next != null) {
                    take(urgency);
                    return at;
                }
                wait = Math.max(1, at - now);
            } finally {
                lock.unlock();
            }
            ticks.pause(wait);
        }
    }

    /** The next turn that this kind of asker may have, from what is here or else from the timetable. */
    private @Nullable Turn peek(Urgency urgency, int wanted) {
        long now = ticks.nanos();
        Turn here = first(urgency, now);
        if (here != null || askAgain(urgency, now) - now > 0) {
            return here;
        }
        book(urgency, wanted);
        return first(urgency, now);
    }

    /** Live may also use what was booked for backfill, not the reverse. */
    private @Nullable Turn first(Urgency urgency, long now) {
        dropLate(now);
        Turn own = line(urgency).turns.peekFirst();
        return own == null && urgency == Urgency.LIVE
                ? line(Urgency.BACKFILL).turns.peekFirst()
                : own;
    }

    private Turn take(Urgency urgency) {
        Line own = line(urgency);
        return own.turns.isEmpty() ? line(Urgency.BACKFILL).turns.removeFirst() : own.turns.removeFirst();
    }

    private void dropLate(long now) {
        for (Line line : lines.values()) {
            while (!line.turns.isEmpty() && now - line.turns.getFirst().until() > 0) {
                line.turns.removeFirst();
                line.wasted = true;
            }
        }
    }

    /** Books twice as many as the last time while all are used, and starts anew when some were lost. */
    private void book(Urgency urgency, int wanted) {
        Line line = line(urgency);
        line.next = line.wasted ? 2 : Math.min(line.next * 2, pace.most());
        line.wasted = false;
        Booking booking;
        try {
            booking = timetable.book(urgency, Math.min(Math.max(wanted, line.next), pace.most()));
        } catch (RuntimeException away) {
            askAgainAfter = ticks.nanos() + AFTER_FAILURE.toNanos();
            watch.away(away);
            return;
        }
        keep(urgency, line, booking);
    }

    /** Counted from when the answer came: a slow answer makes turns later, never earlier than they are. */
    private void keep(Urgency urgency, Line line, Booking booking) {
        long now = ticks.nanos();
        if (booking.turns() == 0) {
            line.askAgainAfter = now + booking.pause().toNanos();
            return;
        }
        long first = now + booking.lead().toNanos();
        long apart = booking.apart().toNanos();
        nextFree = first + booking.turns() * apart;
        for (int i = 0; i < booking.turns(); i++) {
            long from = Math.max(now, first + i * apart);
            line.turns.addLast(new Turn(this, urgency, from, from + pace.valid().toNanos()));
        }
    }

    private long askAgain(Urgency urgency, long now) {
        long own = line(urgency).askAgainAfter;
        long later = own - askAgainAfter > 0 ? own : askAgainAfter;
        return later - now > 0 ? later : now;
    }

    private Line line(Urgency urgency) {
        return java.util.Objects.requireNonNull(lines.get(urgency));
    }

    private BillingUnavailable refused(Urgency urgency, Duration wait) {
        watch.refused(urgency);
        return new BillingUnavailable(RATE_LIMITED, "Our own budget for " + name + " is spent", wait, null);
    }
}
