package dev.plumbline.connectors;

import dev.plumbline.connectors.Timetable.Booking;
import java.time.Duration;
import java.time.Instant;

/**
 * The arithmetic of a budget, without a clock. Turns lie evenly on one line of time; {@link Line#next} is the next that nobody
 * has. Turns that passed unused stay usable for {@link #burst}, so that a pass of a few calls after a quiet moment does not
 * wait; older ones are lost. Live may book a little ahead when all are taken. Backfill gets only turns that have passed, and
 * never the newest of them ({@link #reserve}): after whatever backfill took, live finds a turn at once, and while live has to
 * wait, backfill gets none.
 *
 * @param apart between two turns
 * @param burst how long a turn that passed unused may still be taken
 * @param reserve the part of that which is left for live
 * @param ahead how far live may book into the future
 * @param valid how long a turn may be used after its moment; later it is lost
 */
public record Pace(Duration apart, Duration burst, Duration reserve, Duration ahead, Duration valid) {
    private static final Duration SLICE = Duration.ofMillis(200);

    /**
     * In any one second at most 1.4 times as many calls start (and one more); for fewer than ten a second, three more instead.
     * Over a longer time the average is never above it.
     */
    public static Pace perSecond(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("A pace is at least one call per second");
        }
        Duration apart = Duration.ofNanos(roundedUp(1_000_000_000L, calls));
        Duration burst = longer(SLICE, apart.multipliedBy(2));
        return new Pace(apart, burst, longer(apart, burst.multipliedBy(2).dividedBy(5)), SLICE, SLICE);
    }

    /**
     * What is booked so far.
     *
     * @param next the moment of the first turn that nobody has
     * @param backfillFrom before this backfill gets none, because the provider said that it was too much
     */
    public record Line(Instant next, Instant backfillFrom) {
        public static final Line EMPTY = new Line(Instant.EPOCH, Instant.EPOCH);
    }

    /** A booking, and the line after it. */
    public record Step(Booking booking, Line line) {}

    public Step book(Line line, Instant now, Urgency urgency, int wanted) {
        Instant oldest = now.minus(burst);
        Instant from = line.next().isAfter(oldest) ? line.next() : oldest;
        return switch (urgency) {
            case LIVE -> live(line, now, from, wanted);
            case BACKFILL -> backfill(line, now, from, wanted);
        };
    }

    private Step live(Line line, Instant now, Instant from, int wanted) {
        Duration lead = Duration.between(now, from);
        return lead.compareTo(ahead) > 0
                ? new Step(Booking.none(lead.minus(ahead), apart), line)
                : take(line, now, from, Math.min(wanted, most()));
    }

    private Step backfill(Line line, Instant now, Instant from, int wanted) {
        if (now.isBefore(line.backfillFrom())) {
            return new Step(Booking.none(Duration.between(now, line.backfillFrom()), apart), line);
        }
        Duration spare = Duration.between(from, now.minus(reserve));
        long turns = spare.isNegative() ? 0 : spare.dividedBy(apart);
        return turns == 0
                ? new Step(Booking.none(apart.minus(spare), apart), line)
                : take(line, now, from, (int) Math.min(turns, wanted));
    }

    private Step take(Line line, Instant now, Instant from, int turns) {
        var booking = Booking.of(turns, Duration.between(now, from), apart);
        return new Step(booking, new Line(from.plus(apart.multipliedBy(turns)), line.backfillFrom()));
    }

    /** Turns in one booking: few enough that a process which stops has not taken much with it. */
    int most() {
        return (int) Math.max(1, SLICE.dividedBy(apart));
    }

    /** To whole microseconds, which is what a database keeps of an instant; up, never above the budget. */
    private static long roundedUp(long second, int calls) {
        return Math.ceilDiv(Math.ceilDiv(second, calls), 1_000L) * 1_000L;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
