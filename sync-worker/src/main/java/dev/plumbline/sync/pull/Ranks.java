package dev.plumbline.sync.pull;

import dev.plumbline.connectors.ProviderCatalogue.Price;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The dearer plan is taken for the better one, for want of a better sign. */
final class Ranks {
    private static final int STEP = 10;

    private Ranks() {}

    private record Priced(String key, BigDecimal perMonth) {}

    /** The same plans in the same order, with a rank for each that is sold at a known price in that currency. */
    static List<Draft.Item> byPrice(List<Draft.Item> plans, @Nullable String currency) {
        var priced = new ArrayList<Priced>();
        for (Draft.Item plan : plans) {
            BigDecimal perMonth = perMonth(plan, currency);
            if (perMonth != null) {
                priced.add(new Priced(plan.key(), perMonth));
            }
        }
        List<String> cheapestFirst = priced.stream()
                .sorted(Comparator.comparing(Priced::perMonth).thenComparing(Priced::key))
                .map(Priced::key)
                .toList();
        return plans.stream()
                .map(plan -> ranked(plan, cheapestFirst.indexOf(plan.key())))
                .toList();
    }

    private static Draft.Item ranked(Draft.Item plan, int place) {
        return place < 0
                ? plan
                : new Draft.Item(plan.key(), plan.name(), (place + 1) * STEP, plan.versions(), plan.notes());
    }

    /** Of what is sold now; of several the cheapest. Null when none is known. */
    private static @Nullable BigDecimal perMonth(Draft.Item plan, @Nullable String currency) {
        return plan.versions().stream()
                .flatMap(version -> version.prices().stream())
                .filter(price -> price.active() && price.currency().equals(currency))
                .map(Ranks::perMonth)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable BigDecimal perMonth(Price price) {
        return price.amount() == null || price.every() == null
                ? null
                : new ListPrice(price.amount(), price.currency(), price.every()).perMonth();
    }
}
