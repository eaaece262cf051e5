package dev.plumbline.entitlement.model;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * When changes that touch many customers may land.
 *
 * @param day of the month, for all but {@code DATES}
 * @param dates for {@code DATES} only
 */
public record Cadence(Rhythm broadChanges, int day, List<LocalDate> dates, ZoneId zone) {
    public Cadence {
        dates = List.copyOf(dates);
    }

    public enum Rhythm {
        MONTHLY,
        QUARTERLY,
        SEMI_ANNUAL,
        DATES
    }
}
