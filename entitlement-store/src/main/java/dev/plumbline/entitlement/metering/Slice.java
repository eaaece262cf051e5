package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Meter;
import java.time.Instant;

/** What one meter of one customer counted in {@code [from, until)}. */
public record Slice(CustomerKey customer, Meter meter, Instant from, Instant until) {
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    public Slice {
        until = until.isAfter(LATEST) ? LATEST : until;
    }
}
