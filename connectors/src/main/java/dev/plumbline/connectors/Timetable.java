package dev.plumbline.connectors;

import java.time.Duration;

/**
 * Where the turns of one account are booked: one timetable for all processes that ask this account. Every turn is a moment of
 * its own on one line of time, so what one process booked no other one has.
 */
public interface Timetable {
    /**
     * Books up to that many turns, in order and evenly apart.
     *
     * @throws RuntimeException when the timetable cannot be reached: then nobody may ask the provider
     */
    Booking book(Urgency urgency, int wanted);

    /** The provider said that it was too much: backfill waits for so long, in all processes; live goes on. */
    void holdBackfill(Duration pause);

    /**
     * What was booked.
     *
     * @param turns how many; may be fewer than wanted, and none
     * @param lead from now until the first of them; negative when its moment has passed unused
     * @param apart between two of them
     * @param pause when there is none: how long until it makes sense to ask again
     */
    record Booking(int turns, Duration lead, Duration apart, Duration pause) {
        static Booking of(int turns, Duration lead, Duration apart) {
            return new Booking(turns, lead, apart, Duration.ZERO);
        }

        static Booking none(Duration pause, Duration apart) {
            return new Booking(0, Duration.ZERO, apart, pause);
        }
    }
}
