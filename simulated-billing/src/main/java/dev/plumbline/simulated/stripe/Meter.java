package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What counts use: the events of one name, added up for each customer. */
public record Meter(String id, Instant created, String eventName, Formula formula, boolean active)
        implements StripeObject {
    /** How the events of a time become one number. */
    public enum Formula {
        COUNT,
        SUM,
        LAST
    }

    @Override
    public String eventPrefix() {
        return "billing.meter";
    }

    @Override
    public @Nullable String customerId() {
        return null;
    }
}
