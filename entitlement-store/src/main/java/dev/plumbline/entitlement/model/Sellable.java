package dev.plumbline.entitlement.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a version is on sale, {@code [from, until)}; null is without that bound. */
public record Sellable(@Nullable Instant from, @Nullable Instant until) {
    public static final Sellable ALWAYS = new Sellable(null, null);

    public boolean covers(Instant instant) {
        return (from == null || !instant.isBefore(from)) && (until == null || instant.isBefore(until));
    }
}
