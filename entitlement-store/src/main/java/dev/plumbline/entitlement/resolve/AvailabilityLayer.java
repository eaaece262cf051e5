package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import org.jspecify.annotations.Nullable;

/** Layer 8: the market and the time of day. Hard: passed by an override that says so, and by nothing else. */
final class AvailabilityLayer implements Layers.CustomerLayer {
    private static final String NAME = "8 availability";

    @Override
    public Offer apply(Offer before, FeatureCase of, Moment at) {
        if (of.sold().availableIn().isEmpty()) {
            at.say(NAME, null, before, before, null, "It is to be had everywhere");
            return before;
        }
        return inMarket(before, of, at);
    }

    private static Offer inMarket(Offer before, FeatureCase of, Moment at) {
        if (before.refusal() == Reason.REVOKED_BY_OVERRIDE) {
            at.say(NAME, null, before, before, null, "It is denied already");
            return before;
        }
        var refusal = refusal(of, at);
        if (refusal == null || isIgnored(before, of, at)) {
            var why = refusal == null ? "It is to be had in the customer's market" : "An override passes the market";
            at.say(NAME, null, before, before, null, why);
            return before;
        }
        var after = before.refused(refusal, before.source());
        if (at.isExplained()) {
            var country = at.of().country();
            var where = country == null ? "nobody knows the customer's country" : "the customer is in " + country;
            at.say(NAME, before.source(), before, after, null, refusal + ": " + where);
        }
        return after;
    }

    private static @Nullable Reason refusal(FeatureCase of, Moment at) {
        var country = at.of().country();
        var isAhead = false;
        for (var availability : of.sold().availableIn()) {
            if (country != null && availability.market().countries().contains(country)) {
                if (availability.covers(at.at())) {
                    return null;
                }
                isAhead |= availability.isAhead(at.at());
            }
        }
        return isAhead ? Reason.NOT_YET_AVAILABLE : Reason.NOT_AVAILABLE_IN_MARKET;
    }

    private static boolean isIgnored(Offer before, FeatureCase of, Moment at) {
        for (var override : of.overrides()) {
            if (override.ignoreAvailability()
                    && override.effect() != Effect.DENY
                    && OverrideLayer.isInForce(override, at.at())
                    && OverrideValue.fits(override, before, of, at)) {
                return true;
            }
        }
        return false;
    }
}
