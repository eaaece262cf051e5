package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is sold; its prices say for how much. */
public record Product(String id, Instant created, String name, boolean active) implements StripeObject {
    @Override
    public String eventPrefix() {
        return "product";
    }

    @Override
    public @Nullable String customerId() {
        return null;
    }
}
