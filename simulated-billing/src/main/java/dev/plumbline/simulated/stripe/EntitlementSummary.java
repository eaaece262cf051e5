package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.List;

/** What a customer may use by the features of the products that it pays for; told of, and read from a list of its own. */
public record EntitlementSummary(String customer, Instant created, List<Feature> features) implements StripeObject {
    public EntitlementSummary {
        features = List.copyOf(features);
    }

    @Override
    public String id() {
        return customer;
    }

    @Override
    public String eventPrefix() {
        return "entitlements.active_entitlement_summary";
    }

    @Override
    public String customerId() {
        return customer;
    }
}
