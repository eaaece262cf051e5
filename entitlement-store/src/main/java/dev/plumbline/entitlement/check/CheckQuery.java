package dev.plumbline.entitlement.check;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may say beside whom and what it asks about.
 *
 * @param maxAge not confirmed longer ago than that
 * @param minVersion not older than this version
 * @param at valid time; null for now
 * @param knownAt recorded time; null for now
 */
record CheckQuery(
        Consistency consistency,
        @Nullable Duration maxAge,
        @Nullable Long minVersion,
        @Nullable BigDecimal requested,
        @Nullable String level,
        @Nullable String country,
        @Nullable String user,
        @Nullable Instant at,
        @Nullable Instant knownAt) {
    static final CheckQuery PLAIN = new CheckQuery(Consistency.CACHED, null, null, null, null, null, null, null, null);

    CheckQuery requesting(@Nullable BigDecimal amount) {
        return amount == null
                ? this
                : new CheckQuery(consistency, maxAge, minVersion, amount, level, country, user, at, knownAt);
    }

    /** About the customer as it is: for no user of it in particular, and for nowhere else. */
    boolean isOwn() {
        return country == null && user == null;
    }

    /** What holds now, by what is known now. */
    boolean isOfNow() {
        return at == null && knownAt == null;
    }

    boolean isStrict() {
        return consistency == Consistency.STRICT;
    }
}
