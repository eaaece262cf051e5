package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.List;

/** Money taken from a card. Its invoice is not part of what Stripe shows since basil: only the customer is. */
public record Charge(
        String id,
        Instant created,
        String customer,
        String invoice,
        String currency,
        long amount,
        long refunded,
        boolean disputed)
        implements StripeObject {

    @Override
    public String eventPrefix() {
        return "charge";
    }

    @Override
    public String customerId() {
        return customer;
    }

    @Override
    public List<String> owners() {
        return List.of(customer);
    }

    Charge refunding(long more) {
        return new Charge(
                id, created, customer, invoice, currency, amount, Math.min(amount, refunded + more), disputed);
    }

    Charge inDispute() {
        return new Charge(id, created, customer, invoice, currency, amount, refunded, true);
    }
}
