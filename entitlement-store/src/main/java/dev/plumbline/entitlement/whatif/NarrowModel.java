package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.BillingPolicy;
import dev.plumbline.entitlement.model.BillingPolicy.Access;
import dev.plumbline.entitlement.model.BillingPolicy.Policy;
import dev.plumbline.entitlement.model.BillingPolicy.Stage;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.OnOutage;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.model.Sellable;
import dev.plumbline.entitlement.model.Variation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A model as if it had some of its features only: it answers those as the whole model does. What resolving never looks at
 * (names, mappings, days of sale, conduct in an outage, meters) is left out, so that two of them are equal when they answer the same.
 */
final class NarrowModel {
    private final Set<FeatureKey> features;

    private NarrowModel(Set<FeatureKey> features) {
        this.features = features;
    }

    static Model of(Model model, Set<FeatureKey> features) {
        return bare(model, features, version -> true, version -> true, promotion -> true);
    }

    static Model bare(
            Model model,
            Set<FeatureKey> features,
            Predicate<PlanVersion> versions,
            Predicate<AddOn.Version> addOns,
            Predicate<Promotion> promotions) {
        var narrow = new NarrowModel(features);
        var kept = new TreeMap<>(model.features());
        kept.keySet().retainAll(features);
        kept.replaceAll((key, feature) -> bare(feature));
        return new Model(
                new Model.Catalog("", "", null, null),
                null,
                Map.of(),
                Map.of(),
                kept,
                without(
                        model.plans(),
                        plan -> narrow.plan(plan, versions),
                        plan -> plan.versions().isEmpty()),
                without(
                        model.addOns(),
                        addOn -> narrow.addOn(addOn, addOns),
                        addOn -> addOn.versions().isEmpty()),
                without(model.promotions(), narrow::promotion, promotions.negate()),
                narrow.policy(model.billingPolicy()),
                model.precedence());
    }

    private static <V> Map<String, V> without(Map<String, V> from, UnaryOperator<V> change, Predicate<V> dropped) {
        var to = new TreeMap<String, V>();
        from.forEach((key, value) -> {
            V changed = change.apply(value);
            if (!dropped.test(changed)) {
                to.put(key, changed);
            }
        });
        return to;
    }

    private static Feature bare(Feature feature) {
        var about = new Feature.About(
                feature.key(), "", OnOutage.DENY, feature.availableIn(), false, null, null, List.of());
        return switch (feature) {
            case Feature.Switch it -> new Feature.Switch(about, it.merge(), it.byDefault());
            case Feature.Quantity it -> new Feature.Quantity(about, it.merge(), it.byDefault());
            case Feature.Metered it -> new Feature.Metered(about, it.merge(), it.byDefault(), null);
            case Feature.Level it -> new Feature.Level(about, it.merge(), it.byDefault(), it.levels());
        };
    }

    private Plan plan(Plan plan, Predicate<PlanVersion> versions) {
        return new Plan(
                plan.key(),
                "",
                plan.rank(),
                plan.versions().stream().filter(versions).map(this::version).toList());
    }

    private PlanVersion version(PlanVersion version) {
        var trial = version.trial();
        return new PlanVersion(
                version.plan(),
                version.number(),
                Sellable.ALWAYS,
                only(version.grants()),
                version.variations().stream()
                        .map(it -> new Variation(it.name(), it.term(), it.market(), it.priority(), only(it.grants())))
                        .toList(),
                trial == null ? null : new PlanVersion.Trial(trial.length(), only(trial.grants())),
                null,
                List.of());
    }

    private AddOn addOn(AddOn addOn, Predicate<AddOn.Version> versions) {
        return new AddOn(
                addOn.key(),
                "",
                addOn.versions().stream()
                        .filter(versions)
                        .map(version -> new AddOn.Version(
                                version.addOn(),
                                version.number(),
                                Sellable.ALWAYS,
                                version.requiresPlans(),
                                version.max(),
                                only(version.grants()),
                                List.of()))
                        .toList());
    }

    private Promotion promotion(Promotion promotion) {
        return new Promotion(
                promotion.key(),
                "",
                promotion.from(),
                promotion.until(),
                promotion.audience(),
                only(promotion.grants()),
                promotion.grantFor());
    }

    private BillingPolicy policy(BillingPolicy policy) {
        var paused = policy.collectionPaused();
        return new BillingPolicy(
                policy(policy.pastDue()),
                policy(policy.unpaid()),
                policy(policy.paused()),
                paused == null ? null : access(paused));
    }

    private Policy policy(Policy policy) {
        return new Policy(
                policy.grace(),
                policy.stages().stream()
                        .map(stage -> new Stage(stage.after(), access(stage.access())))
                        .toList());
    }

    private Access access(Access access) {
        return switch (access) {
            case Access.AllBut all -> new Access.AllBut(common(all.denied()));
            case Access.KeepOnly only -> new Access.KeepOnly(common(only.kept()));
        };
    }

    private Set<FeatureKey> common(Set<FeatureKey> some) {
        var common = new HashSet<>(some);
        common.retainAll(features);
        return common;
    }

    private Map<FeatureKey, Grant> only(Map<FeatureKey, Grant> grants) {
        var only = new TreeMap<>(grants);
        only.keySet().retainAll(features);
        return only;
    }
}
