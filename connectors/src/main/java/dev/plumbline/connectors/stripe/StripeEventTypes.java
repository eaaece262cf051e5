package dev.plumbline.connectors.stripe;

import java.util.List;

/**
 * Which events make us look again, by the first words of their type. A whole family is named where one exists: to look
 * once too often costs two reads, to miss a type that Stripe adds to a family costs a customer.
 */
final class StripeEventTypes {
    enum About {
        /** One customer's subscriptions, money or rights. */
        CUSTOMER,
        /** What is sold. */
        CATALOGUE,
        /** All else, known or not: meters, tax rates, test clocks, payouts, what is new. Kept, ignored, counted. */
        NOTHING_OF_OURS
    }

    /** Thin: names an object whose event was never made. */
    private static final String LOST = "v2.core.health.event_generation_failure.";

    private static final List<String> CUSTOMER = List.of(
            "customer.", // created, updated, deleted, subscription.*, discount.*, tax_id.*
            "subscription_schedule.",
            "entitlements.active_entitlement_summary.",
            "checkout.session.",
            "quote.",
            "invoice.",
            "invoice_payment.",
            "invoiceitem.",
            "credit_note.",
            "charge.", // failed, refunded, succeeded, dispute.*
            "refund.",
            "payment_intent.",
            "setup_intent.",
            "payment_method.",
            "billing.alert.",
            "billing.credit_grant.",
            LOST);

    private static final List<String> CATALOGUE =
            List.of("price.", "product.", "plan.", "coupon.", "promotion_code.", "entitlements.feature.");

    /** What a usual look does not show: what is agreed for later, money that goes back, and Stripe's own entitlements. */
    private static final List<String> CLOSELY = List.of(
            "charge.refund", // refunded, refund.updated
            "charge.dispute.",
            "refund.",
            "subscription_schedule.",
            "entitlements.active_entitlement_summary.");

    private StripeEventTypes() {}

    static boolean wantsACloserLook(String type) {
        return CLOSELY.stream().anyMatch(nameOf(type)::startsWith);
    }

    /** Thin events of version 1 objects are named {@code v1.customer.created}. */
    static About about(String type) {
        String name = nameOf(type);
        if (CUSTOMER.stream().anyMatch(name::startsWith)) {
            return About.CUSTOMER;
        }
        return CATALOGUE.stream().anyMatch(name::startsWith) ? About.CATALOGUE : About.NOTHING_OF_OURS;
    }

    static boolean tellsOfLostOnes(String type) {
        return type.startsWith(LOST);
    }

    private static String nameOf(String type) {
        return type.startsWith("v1.") ? type.substring("v1.".length()) : type;
    }
}
