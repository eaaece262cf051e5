package dev.plumbline.entitlement.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When changes that touch many customers may land: on an allowed day of its zone, from the start of that day to the
 * next.
 *
 * @param day of the month, for all but {@code DATES}; a shorter month ends with its last day
 * @param dates for {@code DATES} only, the earliest first
 */
public record Cadence(Rhythm broadChanges, int day, List<LocalDate> dates, ZoneId zone) {
    /** Somewhere in so many months there is an allowed day: half a year, and half a year more if that one is skipped. */
    private static final int MONTHS_AHEAD = 13;

    public Cadence {
        if (day < 1 || day > 31) {
            throw new IllegalArgumentException("No month has a day " + day);
        }
        dates = dates.stream().distinct().sorted().toList();
    }

    public enum Rhythm {
        MONTHLY,
        /** January, April, July and October. */
        QUARTERLY,
        /** January and July. */
        SEMI_ANNUAL,
        DATES;

        private boolean includes(YearMonth month) {
            return switch (this) {
                case MONTHLY -> true;
                case QUARTERLY -> month.getMonthValue() % 3 == 1;
                case SEMI_ANNUAL -> month.getMonthValue() % 6 == 1;
                case DATES -> false;
            };
        }
    }

    /** Whether the instant lies on an allowed day. */
    public boolean allows(Instant instant) {
        var date = instant.atZone(zone).toLocalDate();
        return broadChanges == Rhythm.DATES ? dates.contains(date) : date.equals(allowedIn(YearMonth.from(date)));
    }

    /**
     * The first start of an allowed day at or after an instant; empty when all dates are over. In the middle of an allowed
     * day that is the next one: ask {@link #allows} first.
     */
    public Optional<Instant> nextAllowed(Instant instant) {
        return days(instant)
                .filter(this::exists)
                .map(this::start)
                .filter(start -> !start.isBefore(instant))
                .findFirst();
    }

    private Stream<LocalDate> days(Instant instant) {
        if (broadChanges == Rhythm.DATES) {
            return dates.stream();
        }
        var month = YearMonth.from(instant.atZone(zone));
        return IntStream.rangeClosed(0, MONTHS_AHEAD)
                .mapToObj(month::plusMonths)
                .filter(broadChanges::includes)
                .map(this::dayOf);
    }

    /** Null when nothing lands in that month. */
    private @Nullable LocalDate allowedIn(YearMonth month) {
        return broadChanges.includes(month) ? dayOf(month) : null;
    }

    private LocalDate dayOf(YearMonth month) {
        return month.atDay(Math.min(day, month.lengthOfMonth()));
    }

    /** Midnight, or where clocks jump over it the first moment after. */
    private Instant start(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }

    /** Samoa had no 30th of December 2011: a zone that changes sides of the date line leaves out a day. */
    private boolean exists(LocalDate date) {
        return date.atStartOfDay(zone).toLocalDate().equals(date);
    }
}
