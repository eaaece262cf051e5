package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who pays. A deleted customer stays as a stub that answers {@code deleted: true}, as at Stripe. */
public record Customer(
        String id,
        Instant created,
        String name,
        @Nullable String email,
        @Nullable String country,
        boolean deleted) implements StripeObject {

    @Override
    public String eventPrefix() {
        return "customer";
    }

    @Override
    public String customerId() {
        return id;
    }

    public Customer named(String newName) {
        return new Customer(id, created, newName, email, country, deleted);
    }

    public Customer reachedAt(@Nullable String newEmail) {
        return new Customer(id, created, name, newEmail, country, deleted);
    }

    public Customer livingIn(@Nullable String newCountry) {
        return new Customer(id, created, name, email, newCountry, deleted);
    }

    Customer gone() {
        return new Customer(id, created, name, email, country, true);
    }
}
