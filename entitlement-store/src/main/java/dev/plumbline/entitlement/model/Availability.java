package dev.plumbline.entitlement.model;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A market in which a feature is to be had, {@code [from, until)}; null is without that bound. */
public record Availability(
        Market market, @Nullable Instant from, @Nullable Instant until) {
    static final Comparator<Availability> ORDER = Comparator.<Availability, String>comparing(
                    availability -> availability.market.key())
            .thenComparing(Availability::from, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Availability::until, Comparator.nullsLast(Comparator.naturalOrder()));

    public boolean covers(Instant instant) {
        return !isAhead(instant) && (until == null || instant.isBefore(until));
    }

    public boolean isAhead(Instant instant) {
        return from != null && instant.isBefore(from);
    }
}
