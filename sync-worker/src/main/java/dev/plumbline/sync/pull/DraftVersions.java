package dev.plumbline.sync.pull;

import static java.util.stream.Collectors.groupingBy;

import dev.plumbline.connectors.ProviderCatalogue.Charge;
import dev.plumbline.connectors.ProviderCatalogue.Price;
import dev.plumbline.connectors.ProviderCatalogue.Product;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a plan as its prices tell them. Prices that were all archived before those sold now began are an older
 * version: whoever is on them stays there, so a later change can leave them alone. Any other mix is one version.
 */
final class DraftVersions {
    private DraftVersions() {}

    static List<Draft.Version> of(Product product, List<Price> prices, DraftFeatures.Gives gives, Instant now) {
        List<Price> sold = prices.stream()
                .filter(price -> product.active() && price.active())
                .toList();
        List<Price> archived =
                prices.stream().filter(price -> !sold.contains(price)).toList();
        if (sold.isEmpty()) {
            return List.of(version(1, null, until(now), prices, gives, List.of()));
        }
        Instant from = sold.stream()
                .map(Price::createdAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        if (archived.isEmpty()
                || archived.stream().anyMatch(price -> !price.createdAt().isBefore(from))) {
            return List.of(version(1, null, null, prices, gives, List.of()));
        }
        return List.of(
                version(1, null, null, archived, gives, List.of("archived prices, all older than those sold now")),
                version(2, from, null, sold, gives, List.of()));
    }

    private static Instant until(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Draft.Version version(
            int number,
            @Nullable Instant from,
            @Nullable Instant until,
            List<Price> prices,
            DraftFeatures.Gives gives,
            List<String> about) {
        var notes = new ArrayList<>(about);
        notes.addAll(gives.notes());
        if (twoForOneTerm(prices)) {
            notes.add("decide: several prices for one term; if the older ones give something else, make them a version"
                    + " of their own");
        }
        return new Draft.Version(number, from, until, gives.grants(), gives.quantityOf(), prices, notes);
    }

    private record Way(String term, String currency) {}

    private static boolean twoForOneTerm(List<Price> prices) {
        return prices.stream()
                .filter(price -> price.charge() == Charge.LICENSED)
                .collect(groupingBy(price -> new Way(String.valueOf(Terms.of(price.every())), price.currency())))
                .values()
                .stream()
                .anyMatch(same -> same.size() > 1);
    }
}
