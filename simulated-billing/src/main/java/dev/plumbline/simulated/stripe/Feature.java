package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something a product gives, as the provider's own entitlements have it. No event tells of it. */
public record Feature(String id, Instant created, String lookupKey, String name, boolean active)
        implements StripeObject {
    @Override
    public String eventPrefix() {
        return "entitlements.feature";
    }

    @Override
    public @Nullable String customerId() {
        return null;
    }
}
