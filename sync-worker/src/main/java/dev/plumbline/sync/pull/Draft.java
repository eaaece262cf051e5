package dev.plumbline.sync.pull;

import dev.plumbline.connectors.ProviderCatalogue.Price;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be added to a catalog, with what people have to decide about it.
 *
 * @param currency of list prices that name none; null when nothing has a price
 * @param leftOut what was found and has no place in a catalog
 */
record Draft(
        String provider,
        @Nullable String currency,
        List<Feature> features,
        List<Item> plans,
        List<Item> addOns,
        List<String> leftOut) {
    long prices() {
        return java.util.stream.Stream.concat(plans.stream(), addOns.stream())
                .flatMap(item -> item.versions().stream())
                .mapToLong(version -> version.prices().size())
                .sum();
    }

    boolean isEmpty() {
        return plans.isEmpty() && addOns.isEmpty();
    }

    /** @param unit null for a switch; else it is a quantity of these */
    record Feature(String key, String name, @Nullable String unit, List<String> notes) {}

    /**
     * A plan or an add-on.
     *
     * @param rank null when nothing tells it
     */
    record Item(String key, String name, @Nullable Integer rank, List<Version> versions, List<String> notes) {}

    /** @param grants YAML by feature key */
    record Version(
            int number,
            @Nullable Instant from,
            @Nullable Instant until,
            Map<String, String> grants,
            @Nullable String quantityOf,
            List<Price> prices,
            List<String> notes) {}
}
