package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Allowance.OnLimit;
import dev.plumbline.entitlement.usage.Window;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an override's value is for the feature it names. */
final class OverrideValue {
    /** For a metered feature that nothing in the model gives a window: a calendar month. */
    private static final Allowance.Metered MONTHLY = new Allowance.Metered(
            Allowances.UNLIMITED,
            new Window.Calendar(Period.ofMonths(1), ZoneOffset.UTC),
            null,
            OnLimit.BLOCK,
            List.of(),
            null);

    private OverrideValue() {}

    static boolean fits(CustomerOverride override, Offer before, FeatureCase of, Moment at) {
        var value = override.value();
        return (value instanceof Value.Switch && of.sold().feature() instanceof Feature.Switch)
                || of(override, before, of, at) != null;
    }

    /** Null for nothing: a switch set to off, or a value that is none for this feature. */
    static @Nullable Allowance of(CustomerOverride override, Offer before, FeatureCase of, Moment at) {
        var feature = of.sold().feature();
        return switch (override.value()) {
            case null -> unsaid(override, before, feature);
            case Value.Switch(var on) -> on && feature instanceof Feature.Switch ? Allowances.ON : null;
            case Value.Level(var name) -> feature instanceof Feature.Level levels ? level(name, levels) : null;
            case Value.Unlimited() -> limited(Allowances.UNLIMITED, override, before, of, at);
            case Value.Limit(var amount) ->
                amount.signum() < 0 ? null : limited(new Limit.UpTo(amount), override, before, of, at);
        };
    }

    /** A grant that names no value: the switch is on; of the rest, what the customer would have if all were paid. */
    private static @Nullable Allowance unsaid(CustomerOverride override, Offer before, Feature feature) {
        if (override.effect() != CustomerOverride.Effect.GRANT) {
            return null;
        }
        if (feature instanceof Feature.Switch) {
            return Allowances.ON;
        }
        var has = before.value();
        var could = before.withheld();
        if (has == null || could == null) {
            return has == null ? could : has;
        }
        return Allowances.merge(feature.merge(), has, could);
    }

    private static @Nullable Allowance level(String name, Feature.Level feature) {
        var rank = feature.levels().indexOf(name);
        return rank < 0 ? null : new Allowance.Level(name, rank);
    }

    private static @Nullable Allowance limited(
            Limit limit, CustomerOverride override, Offer before, FeatureCase of, Moment at) {
        return switch (of.sold().feature()) {
            case Feature.Quantity _ -> new Allowance.Quantity(limit);
            case Feature.Metered metered -> Allowances.limited(shape(metered, override, before, at), limit);
            case Feature.Switch _, Feature.Level _ -> null;
        };
    }

    /**
     * A person names a number; the window is the one the customer has, or would have. A customer who has nothing yet is stopped
     * at that number, so that one more subscription can only ease it (law L-3).
     */
    private static Allowance.Metered shape(
            Feature.Metered feature, CustomerOverride override, Offer before, Moment at) {
        if (before.value() instanceof Allowance.Metered has) {
            return has;
        }
        if (before.withheld() instanceof Allowance.Metered withheld) {
            return strict(withheld);
        }
        var plans = at.of().plans();
        var anchor = plans.isEmpty()
                ? override.validFrom()
                : plans.getFirst().contract().anchor();
        var usual = usual(feature, at.of().prepared().model());
        return usual != null && Allowances.of(usual, null, anchor) instanceof Allowance.Metered metered
                ? strict(metered)
                : MONTHLY;
    }

    private static Allowance.Metered strict(Allowance.Metered metered) {
        return new Allowance.Metered(
                metered.limit(), metered.window(), metered.anchor(), OnLimit.BLOCK, metered.warnAt(), null);
    }

    private static @Nullable Grant usual(Feature.Metered feature, Model model) {
        if (feature.byDefault() != null) {
            return feature.byDefault();
        }
        Grant usual = null;
        var rank = Integer.MIN_VALUE;
        for (var plan : model.plans().values()) {
            for (var version : plan.versions()) {
                var grant = version.grants().get(feature.key());
                if (grant != null && plan.rank() >= rank) {
                    usual = grant;
                    rank = plan.rank();
                }
            }
        }
        return usual;
    }
}
