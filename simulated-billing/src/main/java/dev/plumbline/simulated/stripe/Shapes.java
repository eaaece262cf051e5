package dev.plumbline.simulated.stripe;

import tools.jackson.databind.node.ObjectNode;

/** What our objects look like in the provider's API, for one version and mode. */
public record Shapes(ApiVersion version, boolean livemode) {

    public ObjectNode of(StripeObject object) {
        return switch (object) {
            case Customer customer -> CustomerShape.of(customer, livemode);
            case Product product -> CatalogueShape.of(product, livemode);
            case Price price -> CatalogueShape.of(price, livemode);
            case Feature feature -> CatalogueShape.of(feature, livemode);
            case Subscription subscription -> SubscriptionShape.of(subscription, this);
            case Invoice invoice -> InvoiceShape.of(invoice, this);
            case Charge charge -> PaymentShape.of(charge, livemode);
            case Dispute dispute -> PaymentShape.of(dispute, livemode);
            case CheckoutSession session -> PaymentShape.of(session, livemode);
            case Schedule schedule -> AgreementShape.of(schedule, livemode);
            case EntitlementSummary summary -> AgreementShape.of(summary, livemode);
            case Meter meter -> MeterShape.of(meter, livemode);
        };
    }

    /** A charge with what of it was given back. */
    public ObjectNode withRefunds(Charge charge) {
        return PaymentShape.withRefunds(charge, livemode);
    }

    /** A discount of a subscription, for whoever asks for more than its name. */
    public ObjectNode of(Discount discount, String customer) {
        return AgreementShape.of(discount, customer, version);
    }

    public ObjectNode active(Feature feature, String customer) {
        return AgreementShape.active(feature, customer, livemode);
    }

    public String activeId(Feature feature, String customer) {
        return AgreementShape.activeId(feature, customer);
    }

    /** That a product gives a feature, as the product's own list shows it. */
    public ObjectNode of(Product product, Feature feature) {
        return CatalogueShape.given(product, feature, livemode);
    }

    /** One item of a subscription, as its own list shows it. */
    public ObjectNode of(Item item, Subscription subscription) {
        return ItemShape.of(item, subscription.id(), this);
    }
}
