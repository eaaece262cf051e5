package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.model.Amount;
import dev.plumbline.entitlement.model.BillingPolicy;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.MergeRule;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.model.Variation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of 03 once more, for one instant and as plainly as can be: how much there is. No source, no time line, and one
 * window at most. What it says has to be what the resolver says; it knows nothing of the resolver's code.
 */
record PlainValue(
        Example example,
        Feature feature,
        Instant at,
        @Nullable String user) {
    private static final BigDecimal UNLIMITED = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Not where windows or the plans' ranks decide, nor where a person granted without saying how much. */
    boolean isPlain() {
        return feature.merge() != MergeRule.REPLACE
                && (feature instanceof Feature.Switch
                        || overrides(Effect.GRANT).allMatch(override -> override.value() != null))
                && (!(feature instanceof Feature.Metered) || hasOneWindow());
    }

    private boolean hasOneWindow() {
        var model = example.model();
        var versions = model.plans().values().stream().flatMap(plan -> plan.versions().stream());
        var addOns = model.addOns().values().stream().flatMap(addOn -> addOn.versions().stream());
        var grants = Stream.of(
                        versions.flatMap(PlainValue::grants),
                        addOns.map(version -> version.grants()),
                        model.promotions().values().stream().map(Promotion::grants))
                .flatMap(all -> all)
                .flatMap(all -> Stream.ofNullable(all.get(feature.key())));
        return Stream.concat(grants, Stream.ofNullable(feature.byDefault()))
                        .flatMap(PlainValue::window)
                        .distinct()
                        .count()
                <= 1;
    }

    private static Stream<Map<FeatureKey, Grant>> grants(PlanVersion version) {
        var trial = version.trial();
        return Stream.concat(
                Stream.concat(
                        Stream.of(version.grants()),
                        version.variations().stream().map(Variation::grants)),
                trial == null ? Stream.of() : Stream.of(trial.grants()));
    }

    /** None where it is left to another grant; an add-on without one is like none of the others. */
    private static Stream<String> window(Grant grant) {
        return switch (grant) {
            case Grant.Metered metered -> Stream.ofNullable(metered.window()).map(Object::toString);
            case Grant.Add add -> Stream.of(String.valueOf(add.window()));
            case Grant.Switch _, Grant.Level _, Grant.Quantity _ -> Stream.of();
        };
    }

    /** Null for nothing: off, not granted, taken away. Levels are counted from 1. */
    @Nullable
    BigDecimal get() {
        var running = Plainly.at(at, example);
        var decided = decided(addOns(plans(running), running));
        return decided == null || isAvailable() || isIgnored() ? decided : null;
    }

    private @Nullable BigDecimal plans(Plainly running) {
        BigDecimal merged = null;
        for (var line : running.lines()) {
            var its = terms(line);
            for (var grant : promoted(line)) {
                its = greater(its, number(grant, line));
            }
            if (line.subscription() == null || isAllowed(line.subscription())) {
                merged = merge(merged, its);
            }
        }
        var byDefault = feature.byDefault();
        return merge(merged, byDefault == null ? null : number(byDefault, null));
    }

    private @Nullable BigDecimal terms(Plainly.Line line) {
        Grant grant = line.version().grants().get(feature.key());
        for (var variation : line.fitting(example.facts().country())) {
            var more = variation.grants().get(feature.key());
            grant = more == null ? grant : more.over(grant);
        }
        var trial = line.version().trial();
        var during = line.isTrial() && trial != null ? trial.grants().get(feature.key()) : null;
        grant = during == null ? grant : during.over(grant);
        return grant == null ? null : number(grant, line);
    }

    private List<Grant> promoted(Plainly.Line line) {
        return example.facts().enrolments().stream()
                .<Grant>mapMulti((enrolment, to) -> {
                    var promotion = example.model().promotions().get(enrolment.promotion());
                    var grant = promotion == null ? null : promotion.grants().get(feature.key());
                    if (promotion == null
                            || grant == null
                            || !promotion.audience().includes(line.version().plan())) {
                        return;
                    }
                    var start = Comparator.<Instant>naturalOrder().compare(promotion.from(), line.from()) > 0
                            ? promotion.from()
                            : line.from();
                    var end = promotion.grantFor() == null
                            ? promotion.until()
                            : start.atOffset(ZoneOffset.UTC)
                                    .plus(promotion.grantFor())
                                    .toInstant();
                    var isBegun = !at.isBefore(start) && !at.isBefore(enrolment.enrolledAt());
                    var isWithdrawn = enrolment.withdrawnAt() != null && !at.isBefore(enrolment.withdrawnAt());
                    if (start.isBefore(promotion.until()) && isBegun && at.isBefore(end) && !isWithdrawn) {
                        to.accept(grant);
                    }
                })
                .toList();
    }

    private boolean isAllowed(Subscribed s) {
        var policy = example.model().billingPolicy();
        var named = policy.collectionPaused();
        var isPaused =
                s.collectionPaused() && (s.collectionResumesAt() == null || at.isBefore(s.collectionResumesAt()));
        if (isPaused && named != null && !named.allows(feature.key())) {
            return false;
        }
        return switch (s.status()) {
            case PAST_DUE -> isAllowed(policy.pastDue(), s);
            case UNPAID -> isAllowed(policy.unpaid(), s);
            case PAUSED -> isAllowed(policy.paused(), s);
            case ACTIVE, TRIALING, CANCELED, INCOMPLETE, EXPIRED, PENDING, UNKNOWN -> true;
        };
    }

    private boolean isAllowed(BillingPolicy.Policy policy, Subscribed s) {
        var start = s.episodeSince();
        return policy.stages().stream()
                .filter(stage -> start == null ? stage.after().isZero() : !at.isBefore(start.plus(stage.after())))
                .reduce((_, later) -> later)
                .map(stage -> stage.access().allows(feature.key()))
                .orElse(true);
    }

    private @Nullable BigDecimal addOns(@Nullable BigDecimal base, Plainly running) {
        var value = base;
        var counted = new TreeMap<String, Long>();
        var wholeFirst = running.extras().stream()
                .sorted(Comparator.comparing(extra -> extra.version().grants().get(feature.key()) instanceof Grant.Add))
                .toList();
        for (var extra : wholeFirst) {
            var grant = extra.version().grants().get(feature.key());
            if (grant != null && running.isUseful(extra) && isAllowed(extra.subscription())) {
                var most = extra.version().max() == null
                        ? Long.MAX_VALUE
                        : extra.version().max();
                var before = counted.getOrDefault(extra.version().ref(), 0L);
                var count = Math.min(extra.count(), most - before);
                counted.put(extra.version().ref(), before + count);
                if (count > 0 && grant instanceof Grant.Add add) {
                    value = plus(value, times(limit(add.amount()), count));
                } else if (count > 0) {
                    value = greater(value, number(grant, null));
                }
            }
        }
        return value;
    }

    private @Nullable BigDecimal decided(@Nullable BigDecimal has) {
        if (overrides(Effect.DENY).findAny().isPresent()) {
            return null;
        }
        var set = overrides(Effect.SET)
                .filter(override -> fits(override.value()))
                .min(Comparator.comparing((CustomerOverride override) -> override.user() == null)
                        .thenComparing(CustomerOverride::createdAt, Comparator.reverseOrder())
                        .thenComparing(CustomerOverride::id));
        if (set.isPresent()) {
            return number(set.get().value());
        }
        var value = has;
        for (var grant : overrides(Effect.GRANT).toList()) {
            var more = grant.value() == null ? BigDecimal.ONE : fits(grant.value()) ? number(grant.value()) : null;
            value = greater(value, more);
        }
        return value;
    }

    private Stream<CustomerOverride> overrides(Effect effect) {
        return example.facts().overrides().stream()
                .filter(override -> override.effect() == effect
                        && override.feature().equals(feature.key().value())
                        && (override.user() == null || override.user().equals(user))
                        && !at.isBefore(override.validFrom())
                        && at.isBefore(override.validUntil()));
    }

    private boolean isAvailable() {
        var country = example.facts().country();
        return feature.availableIn().isEmpty()
                || feature.availableIn().stream()
                        .anyMatch(market -> country != null
                                && market.market().countries().contains(country)
                                && (market.from() == null || !at.isBefore(market.from()))
                                && (market.until() == null || at.isBefore(market.until())));
    }

    private boolean isIgnored() {
        return Stream.concat(overrides(Effect.GRANT), overrides(Effect.SET))
                .filter(CustomerOverride::ignoreAvailability)
                .anyMatch(override ->
                        override.value() == null ? override.effect() == Effect.GRANT : fits(override.value()));
    }

    private boolean fits(@Nullable Value value) {
        return switch (value) {
            case null -> false;
            case Value.Switch _ -> feature instanceof Feature.Switch;
            case Value.Level(var name) ->
                feature instanceof Feature.Level level && level.levels().contains(name);
            case Value.Limit _, Value.Unlimited _ ->
                feature instanceof Feature.Quantity || feature instanceof Feature.Metered;
        };
    }

    private @Nullable BigDecimal number(@Nullable Value value) {
        return switch (value) {
            case null -> null;
            case Value.Switch(var on) -> on ? BigDecimal.ONE : null;
            case Value.Level(var name) ->
                feature instanceof Feature.Level level
                        ? BigDecimal.valueOf(1 + level.levels().indexOf(name))
                        : null;
            case Value.Limit(var amount) -> amount;
            case Value.Unlimited() -> UNLIMITED;
        };
    }

    private @Nullable BigDecimal number(Grant grant, Plainly.@Nullable Line line) {
        return switch (grant) {
            case Grant.Switch(var on) -> on ? BigDecimal.ONE : null;
            case Grant.Level level -> BigDecimal.valueOf(1 + level.rank());
            case Grant.Quantity(var limit, var fromBilling, var atLeast) -> {
                var billed = line == null
                        ? null
                        : line.billed()
                                .getOrDefault(
                                        feature.key().value(), line.billed().get(""));
                var many = Boolean.TRUE.equals(fromBilling) && billed != null ? billed : BigDecimal.ZERO;
                many = limit == null ? many : limit(limit);
                yield atLeast == null ? many : many.max(atLeast);
            }
            case Grant.Metered metered ->
                metered.limit() == null || metered.window() == null ? null : limit(metered.limit());
            case Grant.Add _ -> null;
        };
    }

    private static BigDecimal limit(Amount amount) {
        return amount instanceof Amount.UpTo(var value) ? value : UNLIMITED;
    }

    private @Nullable BigDecimal merge(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        return feature.merge() == MergeRule.SUM ? plus(a, b) : greater(a, b);
    }

    private static @Nullable BigDecimal greater(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.max(b);
    }

    private static @Nullable BigDecimal plus(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return isUnlimited(a) || isUnlimited(b) ? UNLIMITED : a.add(b);
    }

    private static boolean isUnlimited(BigDecimal number) {
        return number.compareTo(UNLIMITED) == 0;
    }

    private static BigDecimal times(BigDecimal a, long count) {
        return isUnlimited(a) ? UNLIMITED : a.multiply(BigDecimal.valueOf(count));
    }

    /** The same number, read off the resolver's answer. */
    static @Nullable BigDecimal of(@Nullable Allowance allowance) {
        return switch (allowance) {
            case null -> null;
            case Allowance.Switched() -> BigDecimal.ONE;
            case Allowance.Level level -> BigDecimal.valueOf(1 + level.rank());
            case Allowance.Quantity(var limit) -> of(limit);
            case Allowance.Metered metered -> of(metered.limit());
        };
    }

    private static BigDecimal of(Allowance.Limit limit) {
        return limit instanceof Allowance.Limit.UpTo(var amount) ? amount : UNLIMITED;
    }
}
