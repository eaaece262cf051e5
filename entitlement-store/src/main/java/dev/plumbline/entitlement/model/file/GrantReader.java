package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.Amount;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.MergeRule;
import dev.plumbline.entitlement.model.OnLimit;
import dev.plumbline.entitlement.usage.Window;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what is given of a feature, and refuses what does not fit its type. */
final class GrantReader {
    private final Map<FeatureKey, Feature> features;
    /** Of features that are summed: the first window named for each, which all others must equal. */
    private final Map<FeatureKey, Window> summed = new HashMap<>();

    GrantReader(Map<FeatureKey, Feature> features) {
        this.features = features;
    }

    /** A default is summed with the rest, so its window counts as well. */
    void countDefault(Feature feature) {
        if (feature instanceof Feature.Metered metered
                && feature.merge() == MergeRule.SUM
                && metered.byDefault() != null
                && metered.byDefault().window() != null) {
            summed.put(feature.key(), metered.byDefault().window());
        }
    }

    /** What a grant stands on, and so what it must say itself. */
    enum Place {
        /** Stands alone: says everything. */
        WHOLE,
        /** Changes another grant: says what it changes. */
        CHANGE,
        /** May add to what others give. */
        ADD_ON
    }

    /** @param base what a change is made on; a feature that is not in it is given whole */
    Map<FeatureKey, Grant> grants(Spot holder, Place place, Map<FeatureKey, Grant> base) {
        var grants = new TreeMap<FeatureKey, Grant>();
        holder.members("grants").forEach((name, at) -> {
            var feature = feature(name, at);
            if (feature != null) {
                var stands = place == Place.CHANGE && !base.containsKey(feature.key()) ? Place.WHOLE : place;
                var grant = read(feature, at, stands);
                if (grant != null) {
                    grants.put(feature.key(), grant);
                }
            }
        });
        return grants;
    }

    @Nullable
    Feature feature(String name, Spot at) {
        var feature = FeatureKey.isWellFormed(name) ? features.get(new FeatureKey(name)) : null;
        if (feature == null) {
            var known = features.keySet().stream().map(FeatureKey::value).toList();
            at.refuseKey(ProblemCode.UNKNOWN_FEATURE, Spot.unknown(name, "feature", "features", known));
        }
        return feature;
    }

    @Nullable
    Grant read(Feature feature, Spot at, Place place) {
        return switch (feature) {
            case Feature.Switch _ -> onOff(at);
            case Feature.Level level -> level(level, at);
            case Feature.Quantity _ -> quantity(at, place);
            case Feature.Metered _ -> metered(feature, at, place);
        };
    }

    private static @Nullable Grant onOff(Spot at) {
        return at.node().isBoolean()
                ? new Grant.Switch(at.node().asBoolean())
                : unfit(at, "a switch is true or false, not yes, no, on or off");
    }

    private static @Nullable Grant level(Feature.Level feature, Spot at) {
        if (!at.node().isString()) {
            return unfit(at, "a level is one of " + feature.levels());
        }
        var rank = feature.levels().indexOf(at.text());
        if (rank < 0) {
            at.refuse(
                    ProblemCode.UNKNOWN_LEVEL,
                    at.text() + " is no level of this feature" + Nearest.hint(at.text(), feature.levels())
                            + "; use one of " + feature.levels() + ", or add it there");
            return null;
        }
        return new Grant.Level(at.text(), rank);
    }

    private static @Nullable Grant quantity(Spot at, Place place) {
        var single = amount(at);
        if (single != null) {
            return new Grant.Quantity(single, null, null);
        }
        if (isQuotedNumber(at)) {
            return unfit(at, "in quotes a number is text; remove the quotes");
        }
        if (at.get("add") != null) {
            return add(at, place, Set.of("add"), null);
        }
        if (!hasOnly(at, Set.of("limit", "fromBilling", "atLeast"))) {
            return unfit(at, "a quantity is a number, unlimited, { limit: 5 } or { fromBilling: true, atLeast: 5 }");
        }
        var grant = new Grant.Quantity(
                at.map("limit", GrantReader::amount),
                at.map("fromBilling", spot -> spot.node().asBoolean()),
                at.map("atLeast", Spot::number));
        var billed = Boolean.TRUE.equals(grant.fromBilling());
        if (billed && grant.limit() != null) {
            at.refuse(
                    ProblemCode.CHOOSE_ONE,
                    "Both limit and fromBilling say how many; keep one, and use atLeast for the least");
        }
        if (place != Place.CHANGE && grant.limit() == null && !billed && grant.atLeast() == null) {
            at.refuse(ProblemCode.LIMIT_MISSING, "Say how many: limit, or fromBilling");
        }
        return grant;
    }

    private @Nullable Grant metered(Feature feature, Spot at, Place place) {
        var window = at.map("window", GrantReader::window);
        checkSummed(feature, at, window);
        if (at.get("add") != null) {
            return add(at, place, Set.of("add", "window"), window);
        }
        var single = amount(at);
        if (isQuotedNumber(at)) {
            return unfit(at, "in quotes a number is text; remove the quotes");
        }
        if (single == null && !hasOnly(at, Set.of("limit", "window", "onLimit", "warnAt", "rollover"))) {
            return unfit(at, "a metered grant is { limit: 100, window: { every: P1M, anchor: billing } }");
        }
        var grant = new Grant.Metered(
                single != null ? single : at.map("limit", GrantReader::amount),
                window,
                at.map("onLimit", spot -> OnLimit.valueOf(spot.text().toUpperCase(Locale.ROOT))),
                at.get("warnAt") == null
                        ? null
                        : at.items("warnAt").stream().map(Spot::number).toList(),
                at.map("rollover", spot -> spot.map("max", Spot::number)));
        if (place != Place.CHANGE) {
            checkWhole(at, grant);
        }
        return grant;
    }

    private static void checkWhole(Spot at, Grant.Metered grant) {
        if (grant.limit() == null) {
            at.refuse(ProblemCode.LIMIT_MISSING, "Say how much: limit: 100 or limit: unlimited");
        }
        if (grant.window() instanceof Window.Rolling && grant.rolloverMax() != null) {
            at.refuse(
                    ProblemCode.ROLLOVER_UNFIT,
                    "A rolling window has no window before it to roll over from; remove rollover, or use window: { every: P1M }");
        }
        if (grant.window() == null) {
            at.refuse(
                    ProblemCode.WINDOW_MISSING,
                    "A limit is for a stretch of time; add window: { every: P1M, anchor: billing } or another");
        }
    }

    private static @Nullable Grant add(Spot at, Place place, Set<String> keys, @Nullable Window window) {
        if (place != Place.ADD_ON) {
            return unfit(at, "only an add-on can add; say limit");
        }
        var amount = at.map("add", GrantReader::amount);
        return hasOnly(at, keys) && amount != null ? new Grant.Add(amount, window) : unfit(at, "add goes with " + keys);
    }

    private static @Nullable Amount amount(Spot at) {
        if (at.node().isNumber()) {
            return new Amount.UpTo(at.number());
        }
        return at.node().isString() && at.text().equals("unlimited") ? new Amount.Unlimited() : null;
    }

    static @Nullable Window window(Spot at) {
        var rolling = at.get("rolling");
        if (rolling != null) {
            var length = Times.duration(rolling);
            if (length == null || !length.isPositive()) {
                rolling.refuse(ProblemCode.BAD_TIME, "A rolling window has a length, such as PT24H");
                return null;
            }
            return new Window.Rolling(length);
        }
        var every = at.map("every", Times::period);
        var zone = at.get("zone");
        var calendar = zone == null
                ? "calendar".equals(at.text("anchor", "billing"))
                : "calendar".equals(at.text("anchor", "calendar"));
        if (zone != null && !calendar) {
            zone.refuse(
                    ProblemCode.ZONE_UNUSED, "A billing window follows the billing anchor and has no zone; remove it");
        }
        if (every == null) {
            return null;
        }
        return calendar ? new Window.Calendar(every, Times.zone(zone)) : new Window.Billing(every);
    }

    private void checkSummed(Feature feature, Spot at, @Nullable Window window) {
        if (window == null || feature.merge() != MergeRule.SUM) {
            return;
        }
        var first = summed.putIfAbsent(feature.key(), window);
        if (first != null && !first.equals(window)) {
            at.refuse(
                    ProblemCode.SUM_OVER_WINDOWS,
                    "Grants of " + feature.key()
                            + " are summed, so all of them need one window; make it that of the first");
        }
    }

    private static boolean isQuotedNumber(Spot at) {
        return at.node().isString() && at.text().matches("[0-9.]+");
    }

    private static boolean hasOnly(Spot at, Set<String> keys) {
        return at.node().isObject() && keys.containsAll(at.members().keySet());
    }

    private static @Nullable Grant unfit(Spot at, String rule) {
        at.refuse(ProblemCode.GRANT_UNFIT, "This does not fit the type of the feature: " + rule);
        return null;
    }
}
