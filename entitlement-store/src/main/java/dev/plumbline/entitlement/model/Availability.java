package dev.plumbline.entitlement.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A market in which a feature is to be had, {@code [from, until)}; null is without that bound. */
public record Availability(
        Market market, @Nullable Instant from, @Nullable Instant until) {
    public boolean covers(Instant instant) {
        return !isAhead(instant) && (until == null || instant.isBefore(until));
    }

    public boolean isAhead(Instant instant) {
        return from != null && instant.isBefore(from);
    }
}
