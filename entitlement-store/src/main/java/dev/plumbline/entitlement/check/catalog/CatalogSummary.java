package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.Sellable;
import dev.plumbline.entitlement.record.ModelRevision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is sold, at a glance; the file itself says the rest.
 *
 * @param effectiveAt null for one that took effect when it was published
 * @param inForce the revision in force at the instant asked about
 * @param customersBehind how many are still to be resolved with the newest; an estimate when there are many
 */
record CatalogSummary(
        long revision,
        String sha256,
        Instant publishedAt,
        String publishedBy,
        @Nullable Instant effectiveAt,
        long inForce,
        long customersBehind,
        String key,
        String name,
        @Nullable String currency,
        List<FeatureView> features,
        List<ProductView> plans,
        List<ProductView> addOns,
        Map<String, Set<String>> markets,
        Set<String> promotions) {
    /** @param levels the lowest first; null unless it has levels */
    record FeatureView(
            String key,
            String name,
            String type,
            @Nullable List<String> levels,
            @Nullable String owner,
            List<String> tags,
            boolean irreversible) {
        static FeatureView of(Feature feature) {
            return new FeatureView(
                    feature.key().value(),
                    feature.name(),
                    feature.type(),
                    feature instanceof Feature.Level level ? level.levels() : null,
                    feature.owner(),
                    feature.tags(),
                    feature.irreversible());
        }
    }

    record ProductView(String key, String name, List<VersionView> versions) {}

    record VersionView(
            int version,
            String ref,
            @Nullable Instant sellableFrom,
            @Nullable Instant sellableUntil) {
        static VersionView of(String key, int number, Sellable sellable) {
            return new VersionView(number, key + "@" + number, sellable.from(), sellable.until());
        }
    }

    static CatalogSummary of(ModelRevision revision, long inForce, long customersBehind) {
        Model model = revision.model();
        return new CatalogSummary(
                revision.revision(),
                revision.sha256(),
                revision.publishedAt(),
                revision.publishedBy(),
                revision.effectiveAt(),
                inForce,
                customersBehind,
                model.catalog().key(),
                model.catalog().name(),
                model.catalog().currency(),
                model.features().values().stream().map(FeatureView::of).toList(),
                model.plans().values().stream().map(CatalogSummary::plan).toList(),
                model.addOns().values().stream().map(CatalogSummary::addOn).toList(),
                markets(model),
                model.promotions().keySet());
    }

    private static ProductView plan(Plan plan) {
        return new ProductView(
                plan.key(),
                plan.name(),
                plan.versions().stream()
                        .map(version -> VersionView.of(plan.key(), version.number(), version.sellable()))
                        .toList());
    }

    private static ProductView addOn(AddOn addOn) {
        return new ProductView(
                addOn.key(),
                addOn.name(),
                addOn.versions().stream()
                        .map(version -> VersionView.of(addOn.key(), version.number(), version.sellable()))
                        .toList());
    }

    private static Map<String, Set<String>> markets(Model model) {
        var markets = new TreeMap<String, Set<String>>();
        model.markets().forEach((key, market) -> markets.put(key, new TreeSet<>(market.countries())));
        return markets;
    }
}
