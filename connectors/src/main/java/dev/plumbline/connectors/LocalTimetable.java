package dev.plumbline.connectors;

import java.time.Duration;
import java.time.InstantSource;

/** The timetable of a process that has the account for itself. */
public final class LocalTimetable implements Timetable {
    private final Pace pace;
    private final InstantSource clock;
    private Pace.Line line = Pace.Line.EMPTY;

    public LocalTimetable(Pace pace, InstantSource clock) {
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public synchronized Booking book(Urgency urgency, int wanted) {
        Pace.Step step = pace.book(line, clock.instant(), urgency, wanted);
        line = step.line();
        return step.booking();
    }

    @Override
    public synchronized void holdBackfill(Duration pause) {
        line = new Pace.Line(line.next(), clock.instant().plus(pause));
    }
}
