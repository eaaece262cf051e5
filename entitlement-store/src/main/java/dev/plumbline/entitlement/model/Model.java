package dev.plumbline.entitlement.model;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is sold and on which terms: one revision of the catalog, checked. Two files that mean the same make equal
 * models, so an unchanged file published again is seen to be no change.
 *
 * @param cadence null: broad changes may land at any time
 * @param precedence of billing systems, the first wins where only one value can be true
 */
public record Model(
        Catalog catalog,
        @Nullable Cadence cadence,
        Map<String, Market> markets,
        Map<String, Meter> meters,
        SortedMap<FeatureKey, Feature> features,
        Map<String, Plan> plans,
        Map<String, AddOn> addOns,
        Map<String, Promotion> promotions,
        BillingPolicy billingPolicy,
        List<String> precedence) {
    public Model {
        markets = inOrder(markets);
        meters = inOrder(meters);
        features = inOrder(features);
        plans = inOrder(plans);
        addOns = inOrder(addOns);
        promotions = inOrder(promotions);
        precedence = List.copyOf(precedence);
    }

    public record Catalog(
            String key,
            String name,
            @Nullable String owner,
            @Nullable String currency) {}

    public @Nullable Feature feature(FeatureKey key) {
        return features.get(key);
    }

    public @Nullable PlanVersion planVersion(String plan, int number) {
        var found = plans.get(plan);
        return found == null ? null : found.version(number);
    }

    public AddOn.@Nullable Version addOnVersion(String addOn, int number) {
        var found = addOns.get(addOn);
        return found == null ? null : found.version(number);
    }

    /** The markets that availability, variations or promotions name. */
    public Set<String> marketsInUse() {
        var inUse = new HashSet<String>();
        features.values()
                .forEach(feature -> feature.availableIn()
                        .forEach(available -> inUse.add(available.market().key())));
        plans.values()
                .forEach(plan -> plan.versions()
                        .forEach(version -> version.variations().forEach(variation -> {
                            if (variation.market() != null) {
                                inUse.add(variation.market().key());
                            }
                        })));
        promotions
                .values()
                .forEach(promotion -> promotion.audience().markets().forEach(market -> inUse.add(market.key())));
        return inUse;
    }

    /** Position of a billing system in the precedence; one that is not named comes after all that are. */
    public int precedenceOf(String provider) {
        var place = precedence.indexOf(provider);
        return place < 0 ? precedence.size() : place;
    }

    /** Versions whose frozen part is other than in the model published before, or that are gone: {@code team@1}. */
    public List<String> frozenChanges(Model published) {
        return CatalogLock.of(published).brokenBy(CatalogLock.of(this));
    }

    /** Sorted, so that whatever walks a model walks it in one order. */
    private static <K extends Comparable<K>, V> SortedMap<K, V> inOrder(Map<K, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
