package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Request;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a customer would like.
 *
 * @param request so many or that level; plain for "may I?", and then also for more than there is now
 * @param used of a metered feature in its window now: it counts against an offer, too
 * @param isValued whether it is asked what it is worth, not what to buy: more than a limit is worth something where nothing
 *     stops at it (overage, a mere warning), and so is the very plan that the customer has and does not pay for
 */
public record Wish(Feature feature, Request request, BigDecimal used, Instant at, boolean isValued) {
    public Wish(Feature feature, Request request, BigDecimal used, Instant at) {
        this(feature, request, used, at, false);
    }

    public static Wish of(Feature feature, Instant at) {
        return new Wish(feature, Request.PLAIN, BigDecimal.ZERO, at);
    }

    /** Whether it says how much, so that there is such a thing as enough. */
    public boolean isNamed() {
        return request.requested() != null || request.level() != null;
    }
}
