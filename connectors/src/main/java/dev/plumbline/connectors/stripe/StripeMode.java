package dev.plumbline.connectors.stripe;

import dev.plumbline.connectors.BillingUnavailable;
import org.jspecify.annotations.Nullable;

/** Live or test. A key of the other mode sees another world: nothing in it is true of this account. */
record StripeMode(boolean live) {
    /** @param livemode of what Stripe showed; null where Stripe does not say */
    void refuseOther(@Nullable Boolean livemode) {
        if (livemode != null && livemode != live) {
            throw new BillingUnavailable(
                    BillingUnavailable.Cause.KEY_REFUSED,
                    "The key shows " + (live ? "test data on a live account" : "live data on a test account"),
                    null,
                    null);
        }
    }
}
