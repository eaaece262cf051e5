package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Sellable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The next revision of a model. What is frozen in a version stays as it is. */
final class Revised {
    private Revised() {}

    static Model of(Model model, SplittableRandom random) {
        var key = new ArrayList<>(model.plans().keySet())
                .get(random.nextInt(model.plans().size()));
        var plan = model.plans().get(key);
        if (plan == null) {
            return model;
        }
        var versions = new ArrayList<>(plan.versions());
        switch (random.nextInt(3)) {
            case 0 -> succeed(versions);
            case 1 -> {
                var place = random.nextInt(versions.size());
                versions.set(place, with(versions.get(place), List.of()));
            }
            default -> versions.replaceAll(version -> with(version, lessOne(version.mappings(), random)));
        }
        var plans = new TreeMap<>(model.plans());
        plans.put(key, new Plan(key, plan.name(), plan.rank(), versions));
        return with(model, plans);
    }

    /** The newest is followed by one that gives the same, and takes its lookup key over. */
    private static void succeed(List<PlanVersion> versions) {
        var newest = versions.getLast();
        var moved = newest.mappings().stream().filter(Revised::isKey).toList();
        var number = newest.number() + 1;
        versions.set(
                versions.size() - 1,
                with(newest, newest.mappings().stream().filter(m -> !isKey(m)).toList()));
        versions.add(new PlanVersion(
                newest.plan(),
                number,
                new Sellable(newest.sellable().from(), null),
                newest.grants(),
                newest.variations(),
                newest.trial(),
                null,
                moved));
    }

    private static boolean isKey(Mapping mapping) {
        return mapping.by() == By.LOOKUP_KEY;
    }

    private static List<Mapping> lessOne(List<Mapping> mappings, SplittableRandom random) {
        var less = new ArrayList<>(mappings);
        if (!less.isEmpty()) {
            less.remove(random.nextInt(less.size()));
        }
        return less;
    }

    /** The same, but nothing that billing systems sell is known any more. */
    static Model withoutMappings(Model model) {
        var plans = new TreeMap<String, Plan>();
        model.plans().forEach((key, plan) -> {
            var versions = plan.versions().stream()
                    .map(version -> with(version, List.of()))
                    .toList();
            plans.put(key, new Plan(key, plan.name(), plan.rank(), versions));
        });
        return with(model, plans);
    }

    private static PlanVersion with(PlanVersion version, List<Mapping> mappings) {
        return new PlanVersion(
                version.plan(),
                version.number(),
                version.sellable(),
                version.grants(),
                version.variations(),
                version.trial(),
                version.existing(),
                mappings);
    }

    private static Model with(Model model, Map<String, Plan> plans) {
        return new Model(
                model.catalog(),
                model.cadence(),
                model.markets(),
                model.meters(),
                model.features(),
                plans,
                model.addOns(),
                model.promotions(),
                model.billingPolicy(),
                model.precedence());
    }
}
