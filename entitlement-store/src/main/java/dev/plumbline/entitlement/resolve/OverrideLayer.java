package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.resolve.Source.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Layer 7: what people decided for this customer: a deny before a set, a set before grants. Needs no phase. */
final class OverrideLayer implements CustomerLayer {
    private static final String NAME = "7 override";

    @Override
    public Offer apply(Offer before, Moment moment) {
        var overrides = moment.of().overrides();
        if (overrides.isEmpty()) {
            moment.say(NAME, null, before, before, null, "There is no override of it");
            return before;
        }
        var deny = strongest(Effect.DENY, before, moment);
        if (deny != null) {
            var after = before.refused(Reason.REVOKED_BY_OVERRIDE, source(deny));
            moment.say(NAME, source(deny), before, after, null, "A person denied it");
            return after;
        }
        var set = strongest(Effect.SET, before, moment);
        if (set != null) {
            return set(before, set, moment);
        }
        var offer = before;
        for (var override : overrides) {
            if (override.effect() == Effect.GRANT && isInForce(override, moment.at())) {
                offer = grant(offer, override, moment);
            }
        }
        if (offer.equals(before)) {
            moment.say(NAME, null, before, before, null, "No override changes it now");
        }
        return offer;
    }

    /** Overrides come with the strongest first. One whose value does not fit the feature decides nothing. */
    private static @Nullable CustomerOverride strongest(Effect effect, Offer before, Moment moment) {
        for (var override : moment.of().overrides()) {
            if (override.effect() == effect
                    && isInForce(override, moment.at())
                    && (effect == Effect.DENY || OverrideValue.fits(override, before, moment))) {
                return override;
            }
        }
        return null;
    }

    private static Offer set(Offer before, CustomerOverride override, Moment moment) {
        var value = OverrideValue.of(override, before, moment);
        var after = value == null
                ? before.refused(Reason.REVOKED_BY_OVERRIDE, source(override))
                : value.equals(before.value()) ? before : before.with(value, source(override));
        moment.say(NAME, source(override), before, after, null, "A person set it");
        return after;
    }

    private static Offer grant(Offer before, CustomerOverride override, Moment moment) {
        var value = OverrideValue.of(override, before, moment);
        var best = before.value() == null || value == null ? value : Allowances.best(before.value(), value);
        if (best == null || best.equals(before.value())) {
            return before;
        }
        var after = before.with(best, source(override));
        moment.say(NAME, source(override), before, after, null, "A person granted it");
        return after;
    }

    static boolean isInForce(CustomerOverride override, Instant at) {
        return !at.isBefore(override.validFrom()) && at.isBefore(override.validUntil());
    }

    private static Source source(CustomerOverride override) {
        return new Source(Kind.OVERRIDE, override.id());
    }
}
