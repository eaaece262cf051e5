package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** How often a price is charged. Boundaries are counted from the anchor, so a 31st comes back after a short month. */
public enum Interval {
    MONTH("month", 1),
    YEAR("year", 12);

    private final String word;
    private final int months;

    Interval(String word, int months) {
        this.word = word;
        this.months = months;
    }

    String word() {
        return word;
    }

    /** The first boundary of a cycle anchored at {@code anchor} that lies after {@code moment}. */
    Instant firstBoundaryAfter(Instant anchor, Instant moment) {
        ZonedDateTime from = anchor.atZone(ZoneOffset.UTC);
        long cycles = Math.max(0, ChronoUnit.MONTHS.between(from, moment.atZone(ZoneOffset.UTC)) / months);
        Instant boundary = from.plusMonths(cycles * months).toInstant();
        while (!boundary.isAfter(moment)) {
            boundary = from.plusMonths(++cycles * months).toInstant();
        }
        return boundary;
    }

    /** The last boundary at or before {@code moment}; the anchor itself when the moment lies before it. */
    Instant lastBoundaryUpTo(Instant anchor, Instant moment) {
        ZonedDateTime from = anchor.atZone(ZoneOffset.UTC);
        Instant boundary = anchor;
        for (long cycle = 1; !from.plusMonths(cycle * months).toInstant().isAfter(moment); cycle++) {
            boundary = from.plusMonths(cycle * months).toInstant();
        }
        return boundary;
    }
}
