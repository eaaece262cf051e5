package dev.plumbline.simulated.stripe;

import org.jspecify.annotations.Nullable;

/** A customer to be. Without an id one is drawn. */
public record NewCustomer(
        @Nullable String id,
        String name,
        @Nullable String email,
        @Nullable String country) {

    public static NewCustomer named(String name) {
        return new NewCustomer(null, name, null, null);
    }

    public NewCustomer withId(String chosen) {
        return new NewCustomer(chosen, name, email, country);
    }

    public NewCustomer at(String address) {
        return new NewCustomer(id, name, address, country);
    }

    /** ISO 3166 alpha-2; null when the provider was never told. */
    public NewCustomer in(@Nullable String where) {
        return new NewCustomer(id, name, email, where);
    }
}
