package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.model.Variation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes things away one by one while an example goes on failing, so that what is left is the cause. */
final class Smaller {
    private Smaller() {}

    static Example whileFailing(Example example, Predicate<Example> fails) {
        for (var smaller : oneLess(example)) {
            if (fails.test(smaller)) {
                return whileFailing(smaller, fails);
            }
        }
        return example;
    }

    /** What happened to the world, less what did not matter. */
    static List<Step> whileFailing(List<Step> steps, Predicate<List<Step>> fails) {
        for (var fewer : without(steps)) {
            if (fails.test(fewer)) {
                return whileFailing(fewer, fails);
            }
        }
        return steps;
    }

    private static List<Example> oneLess(Example example) {
        var all = new ArrayList<Example>();
        var f = example.facts();
        without(f.subscriptions())
                .forEach(s -> all.add(example.with(facts(f, s, f.phases(), f.enrolments(), f.overrides()))));
        without(f.phases())
                .forEach(p -> all.add(example.with(facts(f, f.subscriptions(), p, f.enrolments(), f.overrides()))));
        without(f.enrolments())
                .forEach(e -> all.add(example.with(facts(f, f.subscriptions(), f.phases(), e, f.overrides()))));
        without(f.overrides())
                .forEach(o -> all.add(example.with(facts(f, f.subscriptions(), f.phases(), f.enrolments(), o))));
        for (var i = 0; i < f.subscriptions().size(); i++) {
            for (var items : without(f.subscriptions().get(i).items())) {
                var subscriptions = new ArrayList<>(f.subscriptions());
                subscriptions.set(i, with(subscriptions.get(i), items));
                all.add(example.with(facts(f, subscriptions, f.phases(), f.enrolments(), f.overrides())));
            }
            for (var ahead : without(f.subscriptions().get(i).ahead())) {
                var subscriptions = new ArrayList<>(f.subscriptions());
                subscriptions.set(
                        i, with(subscriptions.get(i), subscriptions.get(i).items(), ahead));
                all.add(example.with(facts(f, subscriptions, f.phases(), f.enrolments(), f.overrides())));
            }
        }
        var m = example.model();
        without(m.features()).forEach(features -> all.add(example.with(model(m, features, m.plans(), m.promotions()))));
        without(m.promotions())
                .forEach(promotions -> all.add(example.with(model(m, m.features(), m.plans(), promotions))));
        plans(m.plans()).forEach(plans -> all.add(example.with(model(m, m.features(), plans, m.promotions()))));
        return all;
    }

    /** Each with one variation or one trial less. */
    private static List<Map<String, Plan>> plans(Map<String, Plan> plans) {
        var all = new ArrayList<Map<String, Plan>>();
        for (var plan : plans.values()) {
            for (var i = 0; i < plan.versions().size(); i++) {
                var place = i;
                Function<PlanVersion, Map<String, Plan>> instead = version -> {
                    var versions = new ArrayList<>(plan.versions());
                    versions.set(place, version);
                    var other = new TreeMap<>(plans);
                    other.put(plan.key(), new Plan(plan.key(), plan.name(), plan.rank(), versions));
                    return other;
                };
                var version = plan.versions().get(i);
                if (version.trial() != null) {
                    all.add(instead.apply(version(version, version.variations(), null)));
                }
                without(version.variations())
                        .forEach(variations -> all.add(instead.apply(version(version, variations, version.trial()))));
            }
        }
        return all;
    }

    private static <T> List<List<T>> without(List<T> list) {
        var all = new ArrayList<List<T>>();
        for (var i = 0; i < list.size(); i++) {
            var less = new ArrayList<>(list);
            less.remove(i);
            all.add(less);
        }
        return all;
    }

    private static <K extends Comparable<K>, V> List<SortedMap<K, V>> without(Map<K, V> map) {
        var all = new ArrayList<SortedMap<K, V>>();
        for (var key : map.keySet()) {
            var less = new TreeMap<>(map);
            less.remove(key);
            all.add(less);
        }
        return all;
    }

    private static Facts facts(
            Facts f,
            List<Subscribed> subscriptions,
            List<Facts.ManualPhase> phases,
            List<Facts.Enrolment> enrolments,
            List<Facts.CustomerOverride> overrides) {
        return new Facts(f.customer(), f.country(), f.attributes(), subscriptions, phases, enrolments, overrides);
    }

    private static Subscribed with(Subscribed s, List<Facts.BoundItem> items) {
        return with(s, items, s.ahead());
    }

    private static Subscribed with(Subscribed s, List<Facts.BoundItem> items, List<Facts.Ahead> ahead) {
        return new Subscribed(
                s.subject(),
                s.id(),
                s.status(),
                s.createdAt(),
                s.startedAt(),
                s.endsAt(),
                s.trialEndsAt(),
                s.billingAnchor(),
                s.collectionPaused(),
                s.episodeSince(),
                items,
                s.collectionResumesAt(),
                ahead);
    }

    private static PlanVersion version(PlanVersion v, List<Variation> variations, PlanVersion.@Nullable Trial trial) {
        return new PlanVersion(
                v.plan(), v.number(), v.sellable(), v.grants(), variations, trial, v.existing(), v.mappings());
    }

    private static Model model(
            Model m,
            SortedMap<FeatureKey, Feature> features,
            Map<String, Plan> plans,
            Map<String, Promotion> promotions) {
        return new Model(
                m.catalog(),
                m.cadence(),
                m.markets(),
                m.meters(),
                features,
                plans,
                m.addOns(),
                promotions,
                m.billingPolicy(),
                m.precedence());
    }
}
