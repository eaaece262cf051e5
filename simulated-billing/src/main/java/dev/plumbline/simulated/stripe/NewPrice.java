package dev.plumbline.simulated.stripe;

import org.jspecify.annotations.Nullable;

/**
 * A price to be. Without an id one is drawn.
 *
 * @param meter of a metered one; null makes one for it alone
 */
public record NewPrice(
        @Nullable String id,
        String product,
        @Nullable String lookupKey,
        String currency,
        long unitAmount,
        Interval interval,
        boolean metered,
        @Nullable String meter) {

    public static NewPrice monthly(String product, String currency, long unitAmount) {
        return new NewPrice(null, product, null, currency, unitAmount, Interval.MONTH, false, null);
    }

    public static NewPrice yearly(String product, String currency, long unitAmount) {
        return new NewPrice(null, product, null, currency, unitAmount, Interval.YEAR, false, null);
    }

    public NewPrice withId(String chosen) {
        return new NewPrice(chosen, product, lookupKey, currency, unitAmount, interval, metered, meter);
    }

    public NewPrice keyed(String key) {
        return new NewPrice(id, product, key, currency, unitAmount, interval, metered, meter);
    }

    public NewPrice byUse() {
        return new NewPrice(id, product, lookupKey, currency, unitAmount, interval, true, null);
    }

    /** What this meter counts is paid for. */
    public NewPrice byUse(String meterId) {
        return new NewPrice(id, product, lookupKey, currency, unitAmount, interval, true, meterId);
    }
}
