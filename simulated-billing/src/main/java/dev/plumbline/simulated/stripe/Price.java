package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One way to pay for a product. Amounts are integers in the currency's smallest unit.
 *
 * @param meter what counts the use that is paid for; null for a price by quantity
 */
public record Price(
        String id,
        Instant created,
        String product,
        @Nullable String lookupKey,
        String currency,
        long unitAmount,
        Interval interval,
        @Nullable String meter,
        boolean active)
        implements StripeObject {

    @Override
    public String eventPrefix() {
        return "price";
    }

    @Override
    public @Nullable String customerId() {
        return null;
    }

    public boolean metered() {
        return meter != null;
    }

    public Price keyed(@Nullable String newLookupKey) {
        return new Price(id, created, product, newLookupKey, currency, unitAmount, interval, meter, active);
    }

    public Price onSale(boolean nowActive) {
        return new Price(id, created, product, lookupKey, currency, unitAmount, interval, meter, nowActive);
    }
}
