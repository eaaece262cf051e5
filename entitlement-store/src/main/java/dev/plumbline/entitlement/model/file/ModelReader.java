package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.Cadence;
import dev.plumbline.entitlement.model.Cadence.Rhythm;
import dev.plumbline.entitlement.model.Market;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.model.Promotion.Audience;
import dev.plumbline.entitlement.model.file.GrantReader.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From a file whose form is right to the model it means. Only a model without problems is one. */
final class ModelReader {
    private ModelReader() {}

    static Model read(Spot file) {
        var catalog = catalog(Objects.requireNonNull(file.get("catalog")));
        var markets = markets(file);
        var meters = meters(file);
        var featureReader = new FeatureReader(markets, meters);
        var features = featureReader.features(file);
        var grants = new GrantReader(features);
        features.forEach((key, feature) -> grants.countDefault(feature));
        var planReader = new PlanReader(grants, new MappingReader(features, catalog.currency()), featureReader);
        var plans = planReader.plans(file);
        return new Model(
                catalog,
                file.map("cadence", ModelReader::cadence),
                markets,
                meters,
                features,
                plans,
                planReader.addOns(file, plans.keySet()),
                promotions(file, grants, featureReader, plans.keySet()),
                new PolicyReader(grants).policy(file),
                file.texts("precedence"));
    }

    private static Model.Catalog catalog(Spot at) {
        var key = at.text("key", "");
        at.map("currency", Currencies::checked);
        return new Model.Catalog(key, at.text("name", key), at.text("owner"), at.text("currency"));
    }

    private static @Nullable Cadence cadence(Spot at) {
        var rhythm =
                Rhythm.valueOf(at.text("broadChanges", "").replace('-', '_').toUpperCase(Locale.ROOT));
        if (rhythm == Rhythm.DATES && at.items("dates").isEmpty()) {
            at.refuse(ProblemCode.MISSING_KEY, "Name the dates: dates: [2026-12-01]");
        }
        var unused = at.get(rhythm == Rhythm.DATES ? "day" : "dates");
        if (unused != null) {
            unused.refuseKey(
                    ProblemCode.KEY_UNUSED,
                    "broadChanges: " + at.text("broadChanges")
                            + " does not look at this; remove it, or change broadChanges");
        }
        return new Cadence(
                rhythm,
                at.node().path("day").asInt(1),
                at.items("dates").stream()
                        .map(Times::date)
                        .filter(Objects::nonNull)
                        .toList(),
                Times.zone(at.get("zone")));
    }

    private static Map<String, Market> markets(Spot file) {
        var markets = new TreeMap<String, Market>();
        file.members("markets").forEach((key, at) -> {
            var countries = new HashSet<String>();
            at.items().forEach(country -> countries.add(Countries.checked(country)));
            markets.put(key, new Market(key, countries));
        });
        return markets;
    }

    private static Map<String, Meter> meters(Spot file) {
        var meters = new TreeMap<String, Meter>();
        file.members("meters").forEach((key, at) -> {
            var aggregate = Meter.Aggregate.valueOf(at.text("aggregate", "").toUpperCase(Locale.ROOT));
            if (aggregate != Meter.Aggregate.COUNT && at.get("value") == null) {
                at.refuse(ProblemCode.MISSING_KEY, "Say where the value is in the event's data: value: $.bytes");
            }
            meters.put(key, new Meter(key, at.text("event", ""), aggregate, at.text("value")));
        });
        return meters;
    }

    private static Map<String, Promotion> promotions(
            Spot file, GrantReader grants, FeatureReader features, Set<String> plans) {
        var promotions = new TreeMap<String, Promotion>();
        file.members("promotions").forEach((key, at) -> {
            var window = Objects.requireNonNull(at.get("window"));
            var from = window.map("from", Times::instant);
            var until = window.map("until", Times::instant);
            var audience = audience(at.get("audience"), features, plans);
            var given = grants.grants(at, Place.WHOLE, Map.of());
            var grantFor = at.map("grantFor", Times::period);
            if (from == null || until == null) {
                return;
            }
            if (!from.isBefore(until)) {
                window.refuse(ProblemCode.WINDOW_EMPTY, "A promotion ends after it begins; mend from or until");
            }
            promotions.put(key, new Promotion(key, at.text("reason", ""), from, until, audience, given, grantFor));
        });
        return promotions;
    }

    private static Audience audience(@Nullable Spot at, FeatureReader features, Set<String> plans) {
        if (at == null) {
            return new Audience(Set.of(), List.of(), null);
        }
        return new Audience(
                PlanReader.knownPlans(at, plans, Set.of()),
                at.items("markets").stream()
                        .map(features::market)
                        .filter(Objects::nonNull)
                        .toList(),
                at.map("maxCustomers", max -> max.node().asLong()));
    }
}
