package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.PlanVersion.Existing;
import dev.plumbline.entitlement.model.PlanVersion.Trial;
import dev.plumbline.entitlement.model.Sellable;
import dev.plumbline.entitlement.model.Variation;
import dev.plumbline.entitlement.model.file.GrantReader.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what is sold: plans, and add-ons that go with them. */
final class PlanReader {
    private final GrantReader grants;
    private final MappingReader mappings;
    private final FeatureReader features;

    PlanReader(GrantReader grants, MappingReader mappings, FeatureReader features) {
        this.grants = grants;
        this.mappings = mappings;
        this.features = features;
    }

    Map<String, Plan> plans(Spot file) {
        var plans = new TreeMap<String, Plan>();
        file.members("plans").forEach((key, at) -> plans.put(key, plan(key, at)));
        return plans;
    }

    private Plan plan(String key, Spot at) {
        var versions = VersionReader.byNumber(at);
        var sellable = VersionReader.sellable(versions);
        var read = new ArrayList<PlanVersion>();
        versions.forEach((number, spot) ->
                read.add(version(key, number, spot, Objects.requireNonNull(sellable.get(number)), versions.keySet())));
        if (versions.values().stream().noneMatch(PlanReader::canBeHad)) {
            at.refuseKey(
                    ProblemCode.NOBODY_CAN_BUY,
                    "No price is mapped to the plan " + key + ", so nobody can buy it; add billing to a version, or"
                            + " billing: { manual: [] } if it is only ever given by hand");
        }
        return new Plan(key, at.text("name", key), at.node().path("rank").asInt(0), read);
    }

    private static boolean canBeHad(Spot version) {
        return version.members("billing").entrySet().stream()
                .anyMatch(billing -> billing.getKey().equals("manual")
                        || !billing.getValue().node().isEmpty());
    }

    private PlanVersion version(String plan, int number, Spot at, Sellable sellable, Set<Integer> numbers) {
        var base = grants.grants(at, Place.WHOLE, Map.of());
        var variations = at.items("variations").stream()
                .map(spot -> variation(spot, base))
                .toList();
        Variations.check(at, variations);
        return new PlanVersion(
                plan,
                number,
                sellable,
                base,
                variations,
                at.map("trial", spot -> trial(spot, base)),
                at.map("existing", spot -> existing(spot, number, numbers)),
                mappings.mappings(at, plan, number));
    }

    private Variation variation(Spot at, Map<FeatureKey, Grant> base) {
        var when = at.get("when");
        var priority = at.get("priority");
        return new Variation(
                at.text("name", ""),
                when == null ? null : when.text("term"),
                when == null ? null : when.map("market", features::market),
                priority == null ? null : priority.node().asInt(),
                grants.grants(at, Place.CHANGE, base));
    }

    private Trial trial(Spot at, Map<FeatureKey, Grant> base) {
        return new Trial(at.map("length", Times::period), grants.grants(at, Place.CHANGE, base));
    }

    private static Existing existing(Spot at, int itself, Set<Integer> numbers) {
        var from = new ArrayList<Integer>();
        for (var item : at.items("from")) {
            var number = item.node().asInt();
            if (!numbers.contains(number)) {
                item.refuse(
                        ProblemCode.UNKNOWN_VERSION,
                        "This plan has no version " + number + "; its versions are " + numbers + "; mend the number");
            }
            if (number == itself) {
                item.refuse(
                        ProblemCode.SELF_MIGRATION,
                        "Customers come to version " + itself + " from others, not from itself; remove it");
            }
            from.add(number);
        }
        var migrate = at.text("migrate", "at-renewal").replace('-', '_').toUpperCase(Locale.ROOT);
        return new Existing(Existing.Migrate.valueOf(migrate), at.map("notBefore", Times::instant), from);
    }

    Map<String, AddOn> addOns(Spot file, Set<String> plans) {
        var addOns = new TreeMap<String, AddOn>();
        var keys = file.members("addOns").keySet();
        file.members("addOns").forEach((key, at) -> {
            if (plans.contains(key)) {
                at.refuseKey(
                        ProblemCode.KEY_CLASH,
                        "There is a plan " + key + " too, and refs could not tell them apart; rename");
            }
            addOns.put(key, addOn(key, at, plans, keys));
        });
        return addOns;
    }

    private AddOn addOn(String key, Spot at, Set<String> plans, Set<String> addOns) {
        var versions = VersionReader.byNumber(at);
        var sellable = VersionReader.sellable(versions);
        var read = new ArrayList<AddOn.Version>();
        versions.forEach((number, spot) -> {
            var requires = spot.get("requires");
            read.add(new AddOn.Version(
                    key,
                    number,
                    Objects.requireNonNull(sellable.get(number)),
                    knownPlans(requires, plans, addOns),
                    requires == null
                            ? null
                            : requires.map("max", max -> max.node().asLong()),
                    grants.grants(spot, Place.ADD_ON, Map.of()),
                    mappings.mappings(spot, key, number)));
        });
        return new AddOn(key, at.text("name", key), read);
    }

    /** The plans that a holder's {@code plans} names; the unknown are refused. */
    static Set<String> knownPlans(@Nullable Spot holder, Set<String> plans, Set<String> addOns) {
        var named = new HashSet<String>();
        for (var at : holder == null ? List.<Spot>of() : holder.items("plans")) {
            if (plans.contains(at.text())) {
                named.add(at.text());
            } else if (addOns.contains(at.text())) {
                at.refuse(
                        ProblemCode.UNKNOWN_PLAN,
                        at.text() + " is an add-on, and this names plans; use some of " + plans);
            } else {
                at.refuseUnknown(ProblemCode.UNKNOWN_PLAN, "plan", "plans", plans);
            }
        }
        return named;
    }
}
