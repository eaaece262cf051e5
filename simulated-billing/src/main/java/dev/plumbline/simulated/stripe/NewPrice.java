package dev.plumbline.simulated.stripe;

import org.jspecify.annotations.Nullable;

/** A price to be. Without an id one is drawn. */
public record NewPrice(
        @Nullable String id,
        String product,
        @Nullable String lookupKey,
        String currency,
        long unitAmount,
        Interval interval,
        boolean metered) {

    public static NewPrice monthly(String product, String currency, long unitAmount) {
        return new NewPrice(null, product, null, currency, unitAmount, Interval.MONTH, false);
    }

    public static NewPrice yearly(String product, String currency, long unitAmount) {
        return new NewPrice(null, product, null, currency, unitAmount, Interval.YEAR, false);
    }

    public NewPrice withId(String chosen) {
        return new NewPrice(chosen, product, lookupKey, currency, unitAmount, interval, metered);
    }

    public NewPrice keyed(String key) {
        return new NewPrice(id, product, key, currency, unitAmount, interval, metered);
    }

    public NewPrice byUse() {
        return new NewPrice(id, product, lookupKey, currency, unitAmount, interval, true);
    }
}
