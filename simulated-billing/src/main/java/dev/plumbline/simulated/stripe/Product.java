package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is sold; its prices say for how much.
 *
 * @param unitLabel one of what is billed, e.g. seat; null when nobody said
 * @param features ids of what it gives
 */
public record Product(
        String id,
        Instant created,
        String name,
        boolean active,
        @Nullable String unitLabel,
        List<String> features) implements StripeObject {
    public Product {
        features = List.copyOf(features);
    }

    @Override
    public String eventPrefix() {
        return "product";
    }

    @Override
    public @Nullable String customerId() {
        return null;
    }

    public Product onSale(boolean nowActive) {
        return new Product(id, created, name, nowActive, unitLabel, features);
    }

    public Product billedBy(String label) {
        return new Product(id, created, name, active, label, features);
    }

    public Product giving(String feature) {
        List<String> more = new ArrayList<>(features);
        more.add(feature);
        return new Product(id, created, name, active, unitLabel, more);
    }
}
