package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts list prices where a model has none. For questions about money only: such a model is never published or compared. */
final class Pricing {
    private Pricing() {}

    /** What a billing system calls something that is sold. */
    record Name(String provider, By by, String ref) {
        static Name of(Mapping mapping) {
            return new Name(mapping.provider(), mapping.by(), mapping.ref());
        }
    }

    static List<Name> unpriced(Model model) {
        return Stream.concat(
                        model.plans().values().stream()
                                .flatMap(plan -> plan.versions().stream())
                                .flatMap(version -> version.mappings().stream()),
                        model.addOns().values().stream()
                                .flatMap(addOn -> addOn.versions().stream())
                                .flatMap(version -> version.mappings().stream()))
                .filter(mapping -> mapping.listPrice() == null)
                .map(Name::of)
                .distinct()
                .toList();
    }

    static Model fill(Model model, Map<Name, ListPrice> asked) {
        var plans = new HashMap<String, Plan>();
        model.plans()
                .forEach((key, plan) -> plans.put(
                        key,
                        new Plan(
                                plan.key(),
                                plan.name(),
                                plan.rank(),
                                plan.versions().stream()
                                        .map(version -> fill(version, asked))
                                        .toList())));
        var addOns = new HashMap<String, AddOn>();
        model.addOns()
                .forEach((key, addOn) -> addOns.put(
                        key,
                        new AddOn(
                                addOn.key(),
                                addOn.name(),
                                addOn.versions().stream()
                                        .map(version -> fill(version, asked))
                                        .toList())));
        return new Model(
                model.catalog(),
                model.cadence(),
                model.markets(),
                model.meters(),
                model.features(),
                plans,
                addOns,
                model.promotions(),
                model.billingPolicy(),
                model.precedence());
    }

    private static PlanVersion fill(PlanVersion version, Map<Name, ListPrice> asked) {
        return new PlanVersion(
                version.plan(),
                version.number(),
                version.sellable(),
                version.grants(),
                version.variations(),
                version.trial(),
                version.existing(),
                fill(version.mappings(), asked));
    }

    private static AddOn.Version fill(AddOn.Version version, Map<Name, ListPrice> asked) {
        return new AddOn.Version(
                version.addOn(),
                version.number(),
                version.sellable(),
                version.requiresPlans(),
                version.max(),
                version.grants(),
                fill(version.mappings(), asked));
    }

    private static List<Mapping> fill(List<Mapping> mappings, Map<Name, ListPrice> asked) {
        return mappings.stream()
                .map(mapping -> {
                    ListPrice price = mapping.listPrice() == null ? asked.get(Name.of(mapping)) : null;
                    return price == null ? mapping : mapping.priced(price);
                })
                .toList();
    }
}
