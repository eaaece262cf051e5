package dev.plumbline.entitlement.model.file;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Times as the file writes them. Their form is right already; a 30th of February has a right form too. */
final class Times {
    /** By the name that a file would give it, for a zone that is left out is no other than one that is named. */
    private static final ZoneId UTC = ZoneId.of("UTC");

    private Times() {}

    /** A bare date begins at midnight UTC, so that a file means the same wherever it is read. */
    static @Nullable Instant instant(Spot at) {
        return read(
                at,
                at.text(),
                text -> text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(text).toInstant());
    }

    static @Nullable LocalDate date(Spot at) {
        return read(at, at.text(), LocalDate::parse);
    }

    /** P12M is P1Y. */
    static @Nullable Period period(Spot at) {
        var period = read(at, at.text(), text -> Period.parse(text).normalized());
        if (period != null && period.isZero()) {
            at.refuse(ProblemCode.BAD_TIME, "A period without length; write P1D, P1M or another");
            return null;
        }
        return period;
    }

    static @Nullable Duration duration(Spot at) {
        return duration(at, at.text());
    }

    /** A duration of the JDK knows no weeks, a period no hours. */
    static @Nullable Duration duration(Spot at, String iso) {
        return read(
                at,
                iso,
                text -> text.endsWith("W")
                        ? Duration.ofDays(Period.parse(text).get(ChronoUnit.DAYS))
                        : Duration.parse(text));
    }

    /** As a file writes it: P20D, not PT480H. */
    static String words(Duration duration) {
        return duration.equals(Duration.ofDays(duration.toDays()))
                ? "P" + duration.toDays() + "D"
                : duration.toString();
    }

    static ZoneId zone(@Nullable Spot at) {
        if (at == null) {
            return UTC;
        }
        var zone = read(at, at.text(), ZoneId::of);
        return zone == null ? UTC : zone;
    }

    private static <T> @Nullable T read(Spot at, String text, Function<String, T> parsing) {
        try {
            return parsing.apply(text);
        } catch (DateTimeException | ArithmeticException _) {
            at.refuse(
                    ProblemCode.BAD_TIME, "There is no such time, length or zone: " + text + "; write one that exists");
            return null;
        }
    }
}
