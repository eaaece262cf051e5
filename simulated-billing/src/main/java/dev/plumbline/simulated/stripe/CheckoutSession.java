package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.List;

/** A finished visit to the hosted payment page. */
public record CheckoutSession(
        String id, Instant created, Customer customer, String subscription, String currency, long amount)
        implements StripeObject {
    @Override
    public String eventPrefix() {
        return "checkout.session";
    }

    @Override
    public String customerId() {
        return customer.id();
    }

    @Override
    public List<String> owners() {
        return List.of(customer.id(), subscription);
    }
}
