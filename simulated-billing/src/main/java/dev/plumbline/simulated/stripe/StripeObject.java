package dev.plumbline.simulated.stripe;

import org.jspecify.annotations.Nullable;

/** An object of the provider's API, as it is at one moment. Immutable: a change makes another one. */
public sealed interface StripeObject extends Kept
        permits Customer,
                Product,
                Price,
                Feature,
                Subscription,
                Invoice,
                Charge,
                Dispute,
                CheckoutSession,
                Schedule,
                EntitlementSummary,
                Meter {

    @Override
    String id();

    /** What the type of an event about this object begins with, e.g. {@code customer.subscription}. */
    String eventPrefix();

    /** The customer it belongs to; null for the catalogue. */
    @Nullable
    String customerId();
}
