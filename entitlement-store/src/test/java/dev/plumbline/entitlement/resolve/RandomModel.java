package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.Amount;
import dev.plumbline.entitlement.model.Availability;
import dev.plumbline.entitlement.model.BillingPolicy;
import dev.plumbline.entitlement.model.BillingPolicy.Access;
import dev.plumbline.entitlement.model.BillingPolicy.Policy;
import dev.plumbline.entitlement.model.BillingPolicy.Stage;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Market;
import dev.plumbline.entitlement.model.MergeRule;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.OnLimit;
import dev.plumbline.entitlement.model.OnOutage;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.model.Promotion.Audience;
import dev.plumbline.entitlement.model.Sellable;
import dev.plumbline.entitlement.model.Variation;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A model with everything in it that the file format has, small enough to read when a case fails. */
final class RandomModel {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /** Short, so that things happen at once and touch each other. */
    static final int DAYS = 60;

    static final List<String> COUNTRIES = List.of("NO", "DE", "US");
    static final List<String> TERMS = List.of("monthly", "yearly");

    static final List<String> FEATURES = List.of("switch", "switch2", "max", "sum", "calls", "total", "level", "theme");

    private static final Market NORTH = new Market("north", Set.of("NO", "SE"));
    private static final List<Market> MARKETS = List.of(NORTH, new Market("wide", Set.of("NO", "DE")));
    private static final List<OnLimit> ON_LIMIT = List.of(OnLimit.BLOCK, OnLimit.OVERAGE, OnLimit.WARN);
    private static final List<String> LEVELS = List.of("low", "mid", "high");

    private final SplittableRandom random;
    /** Law L-3 holds where limits are for one window; the others hold in any case. */
    private final boolean oneWindow;

    private final Map<FeatureKey, Window> windows = new HashMap<>();
    private final RandomMappings mappings;

    private RandomModel(SplittableRandom random, boolean oneWindow) {
        this.random = random;
        this.oneWindow = oneWindow;
        mappings = new RandomMappings(random);
    }

    static Model of(SplittableRandom random, boolean oneWindow) {
        return new RandomModel(random, oneWindow).model();
    }

    private Model model() {
        var features = new TreeMap<FeatureKey, Feature>();
        for (var key : FEATURES) {
            var feature = feature(new FeatureKey(key));
            features.put(feature.key(), feature);
        }
        var plans = new TreeMap<String, Plan>();
        for (var key : List.of("p", "q", "r")) {
            plans.put(key, plan(key, features.values()));
        }
        var addOns = new TreeMap<String, AddOn>();
        for (var key : List.of("x", "y")) {
            addOns.put(key, addOn(key, features.values()));
        }
        return new Model(
                new Model.Catalog("random", "Random", null, null),
                null,
                Map.of(),
                Map.of(),
                features,
                plans,
                addOns,
                Map.of("promo", promotion("promo", features.values()), "gift", promotion("gift", features.values())),
                new BillingPolicy(policy(features), policy(features), policy(features), maybe(() -> access(features))),
                List.of("manual", "stripe", "recurly"));
    }

    private Feature feature(FeatureKey key) {
        var about = new Feature.About(
                key,
                key.value(),
                OnOutage.DENY,
                random.nextInt(3) > 0 ? List.of() : available(),
                false,
                null,
                null,
                List.of());
        return switch (key.value()) {
            case "max" ->
                new Feature.Quantity(about, MergeRule.MAX, maybe(() -> new Grant.Quantity(amount(), null, null)));
            case "sum" ->
                new Feature.Quantity(about, MergeRule.SUM, maybe(() -> new Grant.Quantity(amount(), null, null)));
            case "calls" -> {
                windows.put(key, window());
                yield new Feature.Metered(about, MergeRule.MAX, maybe(() -> metered(key)), null);
            }
            case "total" -> {
                windows.put(key, window());
                yield new Feature.Metered(about, MergeRule.SUM, maybe(() -> metered(key)), null);
            }
            case "level" -> new Feature.Level(about, MergeRule.HIGHEST, maybe(this::level), LEVELS);
            case "theme" -> new Feature.Level(about, MergeRule.REPLACE, maybe(this::level), LEVELS);
            default -> new Feature.Switch(about, MergeRule.ANY, maybe(() -> new Grant.Switch(true)));
        };
    }

    private List<Availability> available() {
        var available = new ArrayList<Availability>();
        for (var market : MARKETS) {
            if (random.nextBoolean()) {
                var from = maybe(this::instant);
                var until = random.nextInt(4) == 0 ? instant() : null;
                var isOrdered = from == null || until == null || from.isBefore(until);
                available.add(new Availability(market, from, isOrdered ? until : null));
            }
        }
        return available;
    }

    private Plan plan(String key, Iterable<Feature> features) {
        var versions = new ArrayList<PlanVersion>();
        var next = instant();
        for (var number = 1; number <= 2; number++) {
            var variations = List.of(
                    new Variation("yearly", "yearly", null, 1, grants(features, true, false)),
                    new Variation("north", maybe(() -> "monthly"), NORTH, 2, grants(features, true, false)));
            versions.add(new PlanVersion(
                    key,
                    number,
                    number == 1 ? new Sellable(null, next) : new Sellable(next, null),
                    grants(features, false, false),
                    variations,
                    maybe(() -> new PlanVersion.Trial(Period.ofDays(14), grants(features, true, false))),
                    null,
                    mappings.of(key, number)));
        }
        return new Plan(key, key, random.nextInt(3) * 10, versions);
    }

    private AddOn addOn(String key, Iterable<Feature> features) {
        return new AddOn(
                key,
                key,
                List.of(new AddOn.Version(
                        key,
                        1,
                        Sellable.ALWAYS,
                        random.nextBoolean() ? Set.of() : Set.of("p", "q"),
                        maybe(() -> 2L),
                        grants(features, false, true),
                        mappings.ofAddOn(key))));
    }

    private Promotion promotion(String key, Iterable<Feature> features) {
        var from = instant();
        return new Promotion(
                key,
                "because",
                from,
                from.plus(Duration.ofDays(1 + random.nextInt(60))),
                new Audience(random.nextBoolean() ? Set.of() : Set.of("p", "r"), List.of(), null),
                grants(features, false, false),
                maybe(() -> Period.ofDays(1 + random.nextInt(40))));
    }

    private Map<FeatureKey, Grant> grants(Iterable<Feature> features, boolean isChange, boolean isAddOn) {
        var grants = new TreeMap<FeatureKey, Grant>();
        for (var feature : features) {
            if (random.nextInt(isChange ? 4 : 2) == 0) {
                grants.put(feature.key(), grant(feature, isChange, isAddOn));
            }
        }
        return grants;
    }

    private Grant grant(Feature feature, boolean isChange, boolean isAddOn) {
        return switch (feature) {
            case Feature.Switch _ -> new Grant.Switch(isAddOn || random.nextInt(5) > 0);
            case Feature.Level _ -> level();
            case Feature.Quantity _ when isAddOn && random.nextBoolean() -> new Grant.Add(amount(), null);
            case Feature.Metered _
            when isAddOn && random.nextBoolean() ->
                new Grant.Add(amount(), random.nextBoolean() ? window(feature.key()) : null);
            case Feature.Quantity _ ->
                switch (random.nextInt(isChange ? 3 : 2)) {
                    case 0 -> new Grant.Quantity(amount(), null, null);
                    case 1 -> new Grant.Quantity(null, true, maybe(this::number));
                    default -> new Grant.Quantity(null, null, number());
                };
            case Feature.Metered _
            when isChange && random.nextBoolean() -> new Grant.Metered(amount(), null, null, null, null);
            case Feature.Metered _ -> metered(feature.key());
        };
    }

    private Grant.Level level() {
        var rank = random.nextInt(LEVELS.size());
        return new Grant.Level(LEVELS.get(rank), rank);
    }

    private Grant.Metered metered(FeatureKey key) {
        return new Grant.Metered(
                amount(),
                window(key),
                maybe(() -> ON_LIMIT.get(random.nextInt(3))),
                maybe(() -> List.of(new BigDecimal("0.8"))),
                maybe(this::number));
    }

    private Window window(FeatureKey key) {
        return oneWindow || key.value().equals("total") ? windows.getOrDefault(key, window()) : window();
    }

    private Window window() {
        return switch (random.nextInt(3)) {
            case 0 -> new Window.Billing(Period.ofMonths(1));
            case 1 -> new Window.Calendar(Period.ofDays(1), ZoneOffset.UTC);
            default -> new Window.Rolling(Duration.ofHours(24));
        };
    }

    private Policy policy(Map<FeatureKey, Feature> features) {
        var stages = new ArrayList<Stage>();
        var grace = maybe(() -> Duration.ofDays(1 + random.nextInt(10)));
        stages.add(new Stage(Duration.ZERO, grace == null ? access(features) : Access.ALL));
        if (grace != null) {
            stages.add(new Stage(grace, access(features)));
        }
        if (random.nextBoolean()) {
            stages.add(new Stage(Duration.ofDays(11 + random.nextInt(20)), access(features)));
        }
        return new Policy(grace, stages);
    }

    private Access access(Map<FeatureKey, Feature> features) {
        var named = new HashSet<FeatureKey>();
        for (var key : features.keySet()) {
            if (random.nextBoolean()) {
                named.add(key);
            }
        }
        return random.nextBoolean() ? new Access.AllBut(named) : new Access.KeepOnly(named);
    }

    private Amount amount() {
        return random.nextInt(8) == 0 ? new Amount.Unlimited() : Amount.of(random.nextInt(10));
    }

    private BigDecimal number() {
        return BigDecimal.valueOf(random.nextInt(10));
    }

    private Instant instant() {
        return START.plus(Duration.ofHours(random.nextInt(DAYS * 24)));
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
