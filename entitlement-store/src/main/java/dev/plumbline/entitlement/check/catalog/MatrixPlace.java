package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.http.Countries;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.model.Market;
import dev.plumbline.entitlement.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the matrix is about. Markets may overlap, so a market's countries are grouped by all the markets they are in: each
 * group is sold to alike.
 *
 * @param groups the largest first; empty for the base, as sold everywhere
 */
record MatrixPlace(@Nullable String market, @Nullable String country, List<List<String>> groups) {
    /** @throws Refusal naming what is known */
    static MatrixPlace of(Model model, @Nullable String market, @Nullable String country) {
        Countries.checked("country", country);
        if (market == null) {
            return new MatrixPlace(null, country, country == null ? List.of() : List.of(List.of(country)));
        }
        Market known = model.markets().get(market);
        if (known == null && !Countries.isKnown(market)) {
            throw Refusal.ofParameter(
                    "market", "It is a country, or one of " + model.markets().keySet());
        }
        Set<String> countries = known == null ? Set.of(market) : known.countries();
        if (country == null) {
            return new MatrixPlace(market, null, groups(model, countries));
        }
        if (!countries.contains(country)) {
            throw Refusal.ofParameter(
                    "country", country + " is not in " + market + "; its countries are " + new TreeSet<>(countries));
        }
        return new MatrixPlace(market, country, List.of(List.of(country)));
    }

    private static List<List<String>> groups(Model model, Set<String> countries) {
        var groups = new TreeMap<String, List<String>>();
        for (String country : new TreeSet<>(countries)) {
            String alike = model.markets().values().stream()
                    .filter(market -> market.countries().contains(country))
                    .map(Market::key)
                    .toList()
                    .toString();
            groups.computeIfAbsent(alike, _ -> new ArrayList<>()).add(country);
        }
        return groups.values().stream()
                .sorted(Comparator.comparingInt((List<String> group) -> -group.size())
                        .thenComparing(List::getFirst))
                .toList();
    }

    boolean isBase() {
        return groups.isEmpty();
    }

    /** One country of a group stands for all of it. */
    @Nullable
    String country(int group) {
        return isBase() ? null : groups.get(group).getFirst();
    }
}
