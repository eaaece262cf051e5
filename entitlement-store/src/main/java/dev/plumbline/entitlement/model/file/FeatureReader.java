package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.Availability;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Market;
import dev.plumbline.entitlement.model.MergeRule;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.model.OnOutage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads features, with what everybody has of them. */
final class FeatureReader {
    /** What OFREP clients put behind a feature's key (04). */
    private static final Set<String> SUFFIXES = Set.of(".limit", ".remaining", ".level", ".details");

    private final Map<String, Market> markets;
    private final Map<String, Meter> meters;

    FeatureReader(Map<String, Market> markets, Map<String, Meter> meters) {
        this.markets = markets;
        this.meters = meters;
    }

    SortedMap<FeatureKey, Feature> features(Spot file) {
        var features = new TreeMap<FeatureKey, Feature>();
        var spots = file.members("features");
        spots.forEach((key, at) -> {
            features.put(new FeatureKey(key), feature(new FeatureKey(key), at));
            for (var suffix : SUFFIXES) {
                if (key.endsWith(suffix) && spots.containsKey(key.substring(0, key.length() - suffix.length()))) {
                    at.refuseKey(
                            ProblemCode.KEY_CLASH, "Clients read " + key + " as a part of another feature; rename it");
                }
            }
        });
        return features;
    }

    private Feature feature(FeatureKey key, Spot at) {
        var about = about(key, at);
        return switch (at.text("type", "")) {
            case "quantity" -> {
                var bare = new Feature.Quantity(about, merge(at, MergeRule.MAX, MergeRule.SUM), null);
                yield new Feature.Quantity(about, bare.merge(), (Grant.Quantity) byDefault(bare, at));
            }
            case "metered" -> {
                var meter = at.map("meter", this::meter);
                var bare = new Feature.Metered(about, merge(at, MergeRule.MAX, MergeRule.SUM), null, meter);
                yield new Feature.Metered(about, bare.merge(), (Grant.Metered) byDefault(bare, at), meter);
            }
            case "level" -> {
                var levels = at.texts("levels");
                var bare = new Feature.Level(about, merge(at, MergeRule.HIGHEST), null, levels);
                yield new Feature.Level(about, bare.merge(), (Grant.Level) byDefault(bare, at), levels);
            }
            default -> {
                var bare = new Feature.Switch(about, merge(at, MergeRule.ANY), null);
                yield new Feature.Switch(about, bare.merge(), (Grant.Switch) byDefault(bare, at));
            }
        };
    }

    private Feature.About about(FeatureKey key, Spot at) {
        return new Feature.About(
                key,
                at.text("name", key.value()),
                onOutage(at.text("onOutage", "last-known")),
                availableIn(at),
                Boolean.TRUE.equals(at.map("irreversible", spot -> spot.node().asBoolean())),
                at.text("unit"),
                at.text("owner"),
                at.texts("tags"));
    }

    private static OnOutage onOutage(String name) {
        return OnOutage.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    private List<Availability> availableIn(Spot feature) {
        var available = new ArrayList<Availability>();
        for (var at : feature.items("availableIn")) {
            var market = at.map("market", this::market);
            var from = at.map("from", Times::instant);
            var until = at.map("until", Times::instant);
            if (from != null && until != null && !from.isBefore(until)) {
                at.refuse(ProblemCode.WINDOW_EMPTY, "An availability ends after it begins; mend from or until");
            }
            if (market != null) {
                available.add(new Availability(market, from, until));
            }
        }
        return available;
    }

    @Nullable
    Market market(Spot at) {
        var market = markets.get(at.text());
        if (market == null) {
            at.refuseUnknown(ProblemCode.UNKNOWN_MARKET, "market", "markets", markets.keySet());
        }
        return market;
    }

    private @Nullable Meter meter(Spot at) {
        var meter = meters.get(at.text());
        if (meter == null) {
            at.refuseUnknown(ProblemCode.UNKNOWN_METER, "meter", "meters", meters.keySet());
        }
        return meter;
    }

    /** @param usual the rule when none is named */
    private static MergeRule merge(Spot feature, MergeRule usual, MergeRule... others) {
        var at = feature.get("merge");
        if (at == null) {
            return usual;
        }
        var rule = MergeRule.valueOf(at.text().toUpperCase(Locale.ROOT));
        if (rule != usual && rule != MergeRule.REPLACE && !List.of(others).contains(rule)) {
            at.refuse(
                    ProblemCode.MERGE_UNFIT,
                    "A " + feature.text("type") + " is merged by "
                            + usual.name().toLowerCase(Locale.ROOT) + (others.length == 0 ? "" : ", sum")
                            + " or replace");
            return usual;
        }
        return rule;
    }

    private static @Nullable Grant byDefault(Feature bare, Spot feature) {
        var at = feature.get("default");
        if (at == null) {
            return null;
        }
        if (at.get("fromBilling") != null) {
            at.refuse(ProblemCode.GRANT_UNFIT, "A default is without billing; say limit: 5 instead");
        }
        return new GrantReader(Map.of(bare.key(), bare)).read(bare, at, GrantReader.Place.WHOLE);
    }
}
