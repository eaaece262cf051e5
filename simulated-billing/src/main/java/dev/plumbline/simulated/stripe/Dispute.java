package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.List;

/** A customer's bank asks for the money back. It names only the charge: whose it is takes another fetch. */
public record Dispute(String id, Instant created, Charge charge, String status) implements StripeObject {
    Dispute decided(String newStatus) {
        return new Dispute(id, created, charge, newStatus);
    }

    @Override
    public String eventPrefix() {
        return "charge.dispute";
    }

    @Override
    public String customerId() {
        return charge.customer();
    }

    @Override
    public List<String> owners() {
        return List.of(charge.customer(), charge.id());
    }
}
