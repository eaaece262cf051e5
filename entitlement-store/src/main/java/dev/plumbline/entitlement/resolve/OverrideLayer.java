package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.resolve.Source.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Layer 7: what people decided for this customer: a deny before a set, a set before grants. Needs no phase. */
final class OverrideLayer implements Layers.CustomerLayer {
    private static final String NAME = "7 override";

    @Override
    public Offer apply(Offer before, FeatureCase of, Moment at) {
        if (of.overrides().length == 0) {
            at.say(NAME, null, before, before, null, "There is no override of it");
            return before;
        }
        return decided(before, of, at);
    }

    private static Offer decided(Offer before, FeatureCase of, Moment at) {
        var deny = strongest(Effect.DENY, before, of, at);
        if (deny != null) {
            var after = before.refused(Reason.REVOKED_BY_OVERRIDE, source(deny));
            at.say(NAME, source(deny), before, after, null, "A person denied it");
            return after;
        }
        var set = strongest(Effect.SET, before, of, at);
        if (set != null) {
            return set(before, set, of, at);
        }
        var offer = before;
        for (var override : of.overrides()) {
            if (override.effect() == Effect.GRANT && isInForce(override, at.at())) {
                offer = grant(offer, override, of, at);
            }
        }
        if (offer.equals(before)) {
            at.say(NAME, null, before, before, null, "No override changes it now");
        }
        return offer;
    }

    /** Overrides come with the strongest first. One whose value does not fit the feature decides nothing. */
    private static @Nullable CustomerOverride strongest(Effect effect, Offer before, FeatureCase of, Moment at) {
        for (var override : of.overrides()) {
            if (override.effect() == effect
                    && isInForce(override, at.at())
                    && (effect == Effect.DENY || OverrideValue.fits(override, before, of, at))) {
                return override;
            }
        }
        return null;
    }

    private static Offer set(Offer before, CustomerOverride override, FeatureCase of, Moment at) {
        var value = OverrideValue.of(override, before, of, at);
        var after = value == null
                ? before.refused(Reason.REVOKED_BY_OVERRIDE, source(override))
                : value.equals(before.value()) ? before : before.with(value, source(override));
        at.say(NAME, source(override), before, after, null, "A person set it");
        return after;
    }

    private static Offer grant(Offer before, CustomerOverride override, FeatureCase of, Moment at) {
        var value = OverrideValue.of(override, before, of, at);
        var best = before.value() == null || value == null ? value : Allowances.best(before.value(), value);
        if (best == null || best.equals(before.value())) {
            return before;
        }
        var after = before.with(best, source(override));
        at.say(NAME, source(override), before, after, null, "A person granted it");
        return after;
    }

    static boolean isInForce(CustomerOverride override, Instant at) {
        return !at.isBefore(override.validFrom()) && at.isBefore(override.validUntil());
    }

    private static Source source(CustomerOverride override) {
        return new Source(Kind.OVERRIDE, override.id());
    }
}
