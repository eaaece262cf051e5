package dev.plumbline.entitlement.model;

import static java.util.stream.Collectors.toSet;

import dev.plumbline.entitlement.model.Caution.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a reviewer should look at twice: it is allowed, and often a slip. */
public final class Cautions {
    private static final Set<String> PROVIDERS =
            Set.of("stripe", "recurly", "chargebee", "zuora", "paddle", "salesforce", "manual");

    private final Model model;
    private final List<Caution> found = new ArrayList<>();

    private Cautions(Model model) {
        this.model = model;
    }

    /** In the order of the model. */
    public static List<Caution> of(Model model) {
        var cautions = new Cautions(model);
        cautions.markets();
        cautions.features();
        cautions.plans();
        cautions.addOns();
        return List.copyOf(cautions.found);
    }

    private void say(Code code, String ref, String message) {
        found.add(new Caution(code, ref, message));
    }

    private void markets() {
        var used = model.marketsInUse();
        for (var market : model.markets().values()) {
            if (!used.contains(market.key())) {
                say(Code.MARKET_UNUSED, market.key(), "Nothing names the market " + market.key());
            }
        }
    }

    private Stream<PlanVersion> versions() {
        return model.plans().values().stream().flatMap(plan -> plan.versions().stream());
    }

    private void features() {
        var meters = new HashSet<String>();
        var given = given();
        for (var feature : model.features().values()) {
            var key = feature.key().value();
            if (feature instanceof Feature.Metered metered) {
                if (metered.meter() == null) {
                    say(
                            Code.METER_MISSING,
                            key,
                            key + " has no meter, so it is never used up; name one if it should be");
                } else {
                    meters.add(metered.meter().key());
                }
            }
            if (feature.byDefault() == null && !given.contains(feature.key())) {
                say(Code.FEATURE_NOT_GIVEN, key, "No plan, add-on, promotion or default gives " + key);
            }
            availability(feature);
        }
        for (var meter : model.meters().keySet()) {
            if (!meters.contains(meter)) {
                say(Code.METER_UNUSED, meter, "No feature names the meter " + meter);
            }
        }
    }

    private Set<FeatureKey> given() {
        return Stream.of(
                        versions().map(PlanVersion::grants),
                        versions()
                                .flatMap(version -> version.variations().stream())
                                .map(Variation::grants),
                        versions()
                                .map(PlanVersion::trial)
                                .filter(Objects::nonNull)
                                .map(PlanVersion.Trial::grants),
                        model.addOns().values().stream()
                                .flatMap(addOn -> addOn.versions().stream())
                                .map(AddOn.Version::grants),
                        model.promotions().values().stream().map(Promotion::grants))
                .flatMap(grants -> grants)
                .flatMap(grants -> grants.keySet().stream())
                .collect(toSet());
    }

    private void availability(Feature feature) {
        var all = feature.availableIn();
        for (var i = 0; i < all.size(); i++) {
            for (var other : all.subList(0, i)) {
                if (other.market().equals(all.get(i).market()) && meet(other, all.get(i))) {
                    say(
                            Code.AVAILABILITY_TWICE,
                            feature.key().value(),
                            feature.key() + " is available in " + other.market().key() + " twice at one time");
                }
            }
        }
    }

    private static boolean meet(Availability a, Availability b) {
        return (a.from() == null || b.until() == null || a.from().isBefore(b.until()))
                && (b.from() == null || a.until() == null || b.from().isBefore(a.until()));
    }

    private void plans() {
        for (var plan : model.plans().values()) {
            var isMapped = plan.versions().stream()
                    .anyMatch(version -> !version.mappings().isEmpty());
            for (var version : plan.versions()) {
                if (isMapped && version.mappings().isEmpty()) {
                    say(
                            Code.VERSION_NOT_MAPPED,
                            version.ref(),
                            "No price sells " + version.ref() + ", though prices sell other versions of " + plan.key());
                }
                version(version);
            }
        }
        var plans = List.copyOf(model.plans().values());
        for (var i = 0; i < plans.size(); i++) {
            for (var other : plans.subList(0, i)) {
                ranks(other, plans.get(i));
            }
        }
    }

    private void version(PlanVersion version) {
        providers(version.ref(), version.mappings());
        var existing = version.existing();
        if (existing != null
                && existing.migrate() == PlanVersion.Existing.Migrate.AT_DATE
                && existing.notBefore() == null) {
            say(
                    Code.MIGRATION_UNDATED,
                    version.ref(),
                    version.ref() + " migrates at a date, but at none that is named");
        }
        terms(version);
        quantities(version);
    }

    private void providers(String ref, List<Mapping> mappings) {
        mappings.stream().map(Mapping::provider).distinct().sorted().forEach(provider -> {
            if (!PROVIDERS.contains(provider)) {
                say(
                        Code.PROVIDER_UNKNOWN,
                        ref,
                        provider + " is no billing system that Plumbline connects: "
                                + PROVIDERS.stream().sorted().toList());
            }
        });
    }

    private void terms(PlanVersion version) {
        var terms = version.mappings().stream()
                .map(Mapping::term)
                .filter(Objects::nonNull)
                .collect(toSet());
        for (var variation : version.variations()) {
            if (variation.term() != null && !terms.isEmpty() && !terms.contains(variation.term())) {
                say(
                        Code.TERM_NOT_MAPPED,
                        version.ref(),
                        "The variation " + variation.name() + " is for the term " + variation.term()
                                + ", which no price of " + version.ref() + " has");
            }
        }
    }

    private void quantities(PlanVersion version) {
        var billed = new HashSet<FeatureKey>();
        Stream.concat(Stream.of(version.grants()), version.variations().stream().map(Variation::grants))
                .forEach(grants -> grants.forEach((feature, grant) -> {
                    if (grant instanceof Grant.Quantity quantity && Boolean.TRUE.equals(quantity.fromBilling())) {
                        billed.add(feature);
                    }
                }));
        var counted = version.mappings().stream().map(Mapping::quantityOf).collect(toSet());
        for (var feature : billed) {
            if (!counted.isEmpty() && !counted.contains(null) && !counted.contains(feature)) {
                say(
                        Code.QUANTITY_NOT_BILLED,
                        version.ref(),
                        version.ref() + " takes " + feature + " from billing, but its prices count " + counted);
            }
        }
        for (@Nullable FeatureKey feature : counted) {
            if (feature != null && !billed.contains(feature)) {
                say(
                        Code.QUANTITY_UNUSED,
                        version.ref(),
                        "A price of " + version.ref() + " counts " + feature + ", whose grant is not fromBilling");
            }
        }
    }

    private void ranks(Plan a, Plan b) {
        if (a.rank() != b.rank()) {
            return;
        }
        for (var feature : model.features().values()) {
            if (RankMatters.between(a, b, feature)) {
                say(
                        Code.RANK_TIE,
                        feature.key().value(),
                        "The plans " + a.key() + " and " + b.key()
                                + " have one rank, and it decides which of them gives " + feature.key()
                                + " to a customer of both");
            }
        }
    }

    private void addOns() {
        for (var addOn : model.addOns().values()) {
            if (addOn.versions().stream().allMatch(version -> version.mappings().isEmpty())) {
                say(Code.ADD_ON_NOT_MAPPED, addOn.key(), "No price sells the add-on " + addOn.key());
            }
            addOn.versions().forEach(version -> providers(version.ref(), version.mappings()));
        }
    }
}
