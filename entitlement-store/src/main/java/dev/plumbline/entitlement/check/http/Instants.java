package dev.plumbline.entitlement.check.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Instants in bodies and filters, as the database keeps them. */
public final class Instants {
    /** Calendars and PostgreSQL agree on these. */
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final String BOUNDS = "It lies between " + EARLIEST + " and " + LATEST;

    private Instants() {}

    public static @Nullable Instant ofBody(String pointer, @Nullable Instant instant) {
        if (isOut(instant)) {
            throw Refusal.ofBody(pointer, BOUNDS);
        }
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }

    public static @Nullable Instant ofParameter(String parameter, @Nullable Instant instant) {
        if (isOut(instant)) {
            throw Refusal.ofParameter(parameter, BOUNDS);
        }
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }

    private static boolean isOut(@Nullable Instant instant) {
        return instant != null && (instant.isBefore(EARLIEST) || instant.isAfter(LATEST));
    }
}
