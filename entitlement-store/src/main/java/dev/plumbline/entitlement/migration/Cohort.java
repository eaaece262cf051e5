package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Market;
import dev.plumbline.entitlement.model.Model;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom of those on the version it is about. What is empty leaves nobody out.
 *
 * @param include keys of customers: nobody else
 * @param exclude keys of customers, whatever else is true of them
 * @param attributes each of which the customer has with that value
 * @param terms of the subscription: {@code monthly}
 * @param prices of the subscription's item, as the billing system calls them
 * @param movedByHand also those whom a person put on the version that they are on
 */
public record Cohort(
        Set<String> include,
        Set<String> exclude,
        Set<String> countries,
        Set<String> markets,
        Map<String, String> attributes,
        Set<String> terms,
        Set<String> prices,
        boolean movedByHand) {
    public static final Cohort EVERYBODY =
            new Cohort(Set.of(), Set.of(), Set.of(), Set.of(), Map.of(), Set.of(), Set.of(), false);

    public Cohort {
        include = Set.copyOf(include);
        exclude = Set.copyOf(exclude);
        countries = Set.copyOf(countries);
        markets = Set.copyOf(markets);
        attributes = Map.copyOf(attributes);
        terms = Set.copyOf(terms);
        prices = Set.copyOf(prices);
    }

    /** Why a customer is not meant; null when it is. */
    @Nullable
    String misses(Facts facts, Model model) {
        String country = facts.country();
        if (!countries.isEmpty() && (country == null || !countries.contains(country))) {
            return country == null ? "Its country is not known" : "It is in " + country;
        }
        if (!markets.isEmpty() && (country == null || markets.stream().noneMatch(key -> holds(model, key, country)))) {
            return country == null ? "Its country is not known" : country + " is in none of the markets asked for";
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            String has = facts.attributes().get(attribute.getKey());
            if (!attribute.getValue().equals(has)) {
                return "Its " + attribute.getKey() + " is " + (has == null ? "not known" : has);
            }
        }
        return null;
    }

    private static boolean holds(Model model, String key, String country) {
        Market market = model.markets().get(key);
        return market != null && market.countries().contains(country);
    }

    boolean has(Binding.ToPlan item) {
        return (terms.isEmpty() || (item.term() != null && terms.contains(item.term())))
                && (prices.isEmpty() || prices.contains(item.price()));
    }
}
