package dev.plumbline.entitlement.model;

import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * What a billing system sells under this name is the version that holds the mapping.
 *
 * @param term monthly, yearly, …
 * @param quantityOf the feature whose number the billed quantity is
 */
public record Mapping(
        String provider,
        By by,
        String ref,
        @Nullable String term,
        @Nullable FeatureKey quantityOf,
        @Nullable ListPrice listPrice) {
    /** How the provider's side is named, the surest first. */
    public enum By {
        PRICE,
        LOOKUP_KEY,
        PRODUCT
    }

    /** For a price the provider does not tell us: minor units of the currency for each {@code every}. */
    public record ListPrice(long amount, String currency, Period every) {}
}
