package dev.plumbline.sync.pull;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.plumbline.connectors.ProviderCatalogue.Price;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which currency goes without saying. */
final class Currencies {
    private Currencies() {}

    /** Of two that are used as often, the first in the alphabet; null when no price is known. */
    static @Nullable String mostUsed(List<Price> prices) {
        return prices.stream()
                .filter(price -> price.amount() != null)
                .collect(groupingBy(Price::currency, counting()))
                .entrySet()
                .stream()
                .min(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
