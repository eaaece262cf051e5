package dev.plumbline.sync.setup;

import dev.plumbline.connectors.stripe.StripeAccount;

/** An account that no operator gave: the demo's. */
public record ExtraAccount(StripeAccount settings) {}
