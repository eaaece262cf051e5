package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Money taken from a card. Its invoice is not part of what Stripe shows since basil: only the customer is. */
public record Charge(
        String id,
        Instant created,
        String customer,
        String invoice,
        String currency,
        long amount,
        List<Refund> refunds,
        boolean disputed)
        implements StripeObject {

    public Charge {
        refunds = List.copyOf(refunds);
    }

    public long refunded() {
        return refunds.stream().mapToLong(Refund::amount).sum();
    }

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

    /** No more than is left. */
    Charge refunding(String refund, Instant when, long more) {
        Refund made = new Refund(refund, when, Math.min(amount - refunded(), more), "succeeded");
        return new Charge(
                id,
                created,
                customer,
                invoice,
                currency,
                amount,
                Stream.concat(refunds.stream(), Stream.of(made)).toList(),
                disputed);
    }

    Charge inDispute() {
        return new Charge(id, created, customer, invoice, currency, amount, refunds, true);
    }
}
