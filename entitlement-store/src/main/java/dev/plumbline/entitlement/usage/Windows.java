package dev.plumbline.entitlement.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Which stretch of time a metered limit is for, at an instant. */
public final class Windows {
    /** Calendar weeks begin on a Monday; every other calendar window counts whole periods from here too. */
    private static final LocalDate FIRST_MONDAY = LocalDate.of(1, 1, 1);

    private Windows() {}

    /** {@code [start, end)}. */
    public record Span(Instant start, Instant end) {
        public boolean covers(Instant instant) {
            return !instant.isBefore(start) && instant.isBefore(end);
        }
    }

    /**
     * The window an instant falls into.
     *
     * @param anchor for billing windows: what they count from. Null makes them count from the epoch, so that the answer is
     *     defined even where nothing is billed
     */
    public static Span at(Window window, @Nullable Instant anchor, Instant instant) {
        return switch (window) {
            case Window.Calendar(var every, var zone) -> calendar(every, zone, instant);
            case Window.Billing(var every) -> billing(every, anchor == null ? Instant.EPOCH : anchor, instant);
            case Window.Rolling(var length) -> new Span(instant.minus(length), instant);
        };
    }

    private static Span calendar(Period every, ZoneId zone, Instant instant) {
        var day = instant.atZone(zone).toLocalDate();
        var origin = FIRST_MONDAY.atStartOfDay();
        var n = periodsBetween(origin, day.atStartOfDay(), every);
        // Local midnights, not 24 hours: a day with a clock change is 23 or 25 hours long.
        return new Span(
                plus(origin, every, n).toLocalDate().atStartOfDay(zone).toInstant(),
                plus(origin, every, n + 1).toLocalDate().atStartOfDay(zone).toInstant());
    }

    private static Span billing(Period every, Instant anchor, Instant instant) {
        var origin = LocalDateTime.ofInstant(anchor, ZoneOffset.UTC);
        var n = periodsBetween(origin, LocalDateTime.ofInstant(instant, ZoneOffset.UTC), every);
        return new Span(
                plus(origin, every, n).toInstant(ZoneOffset.UTC),
                plus(origin, every, n + 1).toInstant(ZoneOffset.UTC));
    }

    /** How many whole periods lie between, rounded down, so that it is right before the origin as well. */
    private static long periodsBetween(LocalDateTime origin, LocalDateTime at, Period every) {
        var months = every.toTotalMonths();
        var guess = months > 0
                ? Math.floorDiv(ChronoUnit.MONTHS.between(origin, at), months)
                : Math.floorDiv(ChronoUnit.DAYS.between(origin, at), every.get(ChronoUnit.DAYS));
        while (plus(origin, every, guess).isAfter(at)) {
            guess--;
        }
        while (!plus(origin, every, guess + 1).isAfter(at)) {
            guess++;
        }
        return guess;
    }

    /** Always counted from the origin, never from the period before: so a 31st comes back after a short month. */
    private static LocalDateTime plus(LocalDateTime origin, Period every, long times) {
        return origin.plus(every.multipliedBy(Math.toIntExact(times)));
    }
}
