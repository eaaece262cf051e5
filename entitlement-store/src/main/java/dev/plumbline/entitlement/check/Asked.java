package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.http.Countries;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Refusal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What callers send, checked before anything is looked up: a value that cannot be meant is refused, not guessed at. */
final class Asked {
    private static final int MOST_DIGITS = 18;

    private Asked() {}

    static CheckQuery query(
            @Nullable String consistency,
            @Nullable Duration maxAge,
            @Nullable Long minVersion,
            @Nullable BigDecimal requested,
            @Nullable String level,
            @Nullable String country,
            @Nullable String user,
            @Nullable Instant at,
            @Nullable Instant knownAt) {
        Consistency wanted = consistency(consistency);
        if (wanted == Consistency.STRICT && at != null) {
            throw Refusal.ofParameter("at", "Strict means now: ask for another time without consistency=strict");
        }
        if (maxAge != null && maxAge.isNegative()) {
            throw Refusal.ofParameter("maxAge", "It is not negative");
        }
        if (minVersion != null && minVersion < 0) {
            throw Refusal.ofParameter("minVersion", "It is not negative");
        }
        if (requested != null && !isAmount(requested)) {
            throw Refusal.ofParameter("requested", AMOUNT);
        }
        return new CheckQuery(
                wanted,
                maxAge,
                minVersion,
                requested,
                level,
                Countries.checked("country", country),
                user,
                Instants.ofParameter("at", at),
                Instants.ofParameter("knownAt", knownAt));
    }

    static final String AMOUNT =
            "It is a number above 0 with at most " + MOST_DIGITS + " digits on either side of the point";

    /** An exponent is not expanded: 1e999999999 would take a gigabyte to add to. */
    static boolean isAmount(BigDecimal amount) {
        return amount.signum() > 0
                && amount.precision() - (long) amount.scale() <= MOST_DIGITS
                && amount.scale() <= MOST_DIGITS;
    }

    private static Consistency consistency(@Nullable String name) {
        return switch (name) {
            case null -> Consistency.CACHED;
            case "cached" -> Consistency.CACHED;
            case "strict" -> Consistency.STRICT;
            default -> throw Refusal.ofParameter("consistency", "It is strict or cached");
        };
    }
}
