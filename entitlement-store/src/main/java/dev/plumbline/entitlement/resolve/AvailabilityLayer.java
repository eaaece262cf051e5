package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Layer 8: the market and the time of day. Hard: passed by an override that says so, and by nothing else. */
final class AvailabilityLayer implements CustomerLayer {
    private static final String NAME = "8 availability";

    @Override
    public Offer apply(Offer before, Moment moment) {
        var available = moment.feature().availableIn();
        if (available.isEmpty()) {
            moment.say(NAME, null, before, before, null, "It is to be had everywhere");
            return before;
        }
        if (before.refusal() == Reason.REVOKED_BY_OVERRIDE) {
            moment.say(NAME, null, before, before, null, "It is denied already");
            return before;
        }
        var refusal = refusal(moment);
        if (refusal == null || isIgnored(before, moment)) {
            var why = refusal == null ? "It is to be had in the customer's market" : "An override passes the market";
            moment.say(NAME, null, before, before, null, why);
            return before;
        }
        var after = before.refused(refusal, before.source());
        if (moment.isExplained()) {
            var country = moment.of().situation().country();
            var where = country == null ? "nobody knows the customer's country" : "the customer is in " + country;
            moment.say(NAME, before.source(), before, after, null, refusal + ": " + where);
        }
        return after;
    }

    private static @Nullable Reason refusal(Moment moment) {
        var country = moment.of().situation().country();
        var isAhead = false;
        for (var availability : moment.feature().availableIn()) {
            if (country != null && availability.market().countries().contains(country)) {
                if (availability.covers(moment.at())) {
                    return null;
                }
                isAhead |= availability.isAhead(moment.at());
            }
        }
        return isAhead ? Reason.NOT_YET_AVAILABLE : Reason.NOT_AVAILABLE_IN_MARKET;
    }

    private static boolean isIgnored(Offer before, Moment moment) {
        Instant at = moment.at();
        for (var override : moment.of().overrides()) {
            if (override.ignoreAvailability()
                    && override.effect() != Effect.DENY
                    && OverrideLayer.isInForce(override, at)
                    && OverrideValue.fits(override, before, moment)) {
                return true;
            }
        }
        return false;
    }
}
