package dev.plumbline.connectors;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account sells at its billing system, whole and in our words: a first draft of a catalog is made from it. Each list
 * is ordered by age, then by id, so that equal truths are equal records.
 *
 * @param prices those that are not sold any more too: people are still on them
 * @param featuresRefused the key may not read what products give, so {@code features} says nothing
 */
public record ProviderCatalogue(
        List<Product> products, List<Price> prices, List<Feature> features, boolean featuresRefused) {
    public ProviderCatalogue {
        products = List.copyOf(products);
        prices = List.copyOf(prices);
        features = List.copyOf(features);
    }

    /**
     * @param unitLabel one of what is billed, e.g. seat; null when nobody said
     * @param features ids of what whoever buys it has, by the provider's own entitlements
     */
    public record Product(
            String id,
            String name,
            boolean active,
            Instant createdAt,
            @Nullable String unitLabel,
            List<String> features) {
        public Product {
            features = List.copyOf(features);
        }
    }

    /**
     * @param lookupKey the price's name that can move to another price; null when it has none
     * @param currency ISO 4217, upper case
     * @param amount minor units of the currency as ISO 4217 counts them, for one of it and one {@code every}; null when the
     *     amount depends on how many are bought or is no whole number of them
     * @param exactAmount the same with parts of a minor unit; null when the amount depends on how many are bought
     * @param every how often it is charged; null for a price that is paid once
     * @param meter the provider's meter that counts what is paid for; null where none is named
     */
    public record Price(
            String id,
            String product,
            @Nullable String lookupKey,
            boolean active,
            Instant createdAt,
            String currency,
            @Nullable Long amount,
            @Nullable BigDecimal exactAmount,
            @Nullable Period every,
            Charge charge,
            @Nullable String meter) {
        /** Of whole minor units, and of nothing that is metered. */
        public Price(
                String id,
                String product,
                @Nullable String lookupKey,
                boolean active,
                Instant createdAt,
                String currency,
                @Nullable Long amount,
                @Nullable Period every,
                Charge charge) {
            this(
                    id,
                    product,
                    lookupKey,
                    active,
                    createdAt,
                    currency,
                    amount,
                    amount == null ? null : BigDecimal.valueOf(amount),
                    every,
                    charge,
                    null);
        }
    }

    public enum Charge {
        /** By a quantity that is agreed ahead, e.g. seats. */
        LICENSED,
        /** By what was used. */
        METERED,
        /** Once; it makes no subscription. */
        ONCE
    }

    /** @param key by which the provider's own entitlements name it */
    public record Feature(String id, String key, String name, boolean active) {}
}
