package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Request;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a customer would like.
 *
 * @param request so many or that level; plain for "may I?", and then also for more than there is now
 * @param used of a metered feature in its window now: it counts against an offer, too
 * @param given what is given away, when it is asked what that is worth and not what to buy: then as much as that is wished for,
 *     and the very plan that the customer has and does not pay for counts, too; else null
 */
public record Wish(
        Feature feature,
        Request request,
        BigDecimal used,
        Instant at,
        @Nullable Allowance given) {
    public Wish(Feature feature, Request request, BigDecimal used, Instant at) {
        this(feature, request, used, at, null);
    }

    public static Wish of(Feature feature, Instant at) {
        return new Wish(feature, Request.PLAIN, BigDecimal.ZERO, at);
    }

    static Wish asMuchAs(Allowance given, Feature feature, Instant at) {
        var limit =
                switch (given) {
                    case Allowance.Quantity(var its) -> its;
                    case Allowance.Metered metered -> metered.limit();
                    case Allowance.Level _, Allowance.Switched _ -> null;
                };
        var request = limit instanceof Allowance.Limit.UpTo(var amount) ? new Request(amount, null) : Request.PLAIN;
        return new Wish(feature, request, BigDecimal.ZERO, at, given);
    }

    /** How many, in the window of what has one: so many a week are more a month. Null when it names no number. */
    @Nullable
    BigDecimal wanted(@Nullable Allowance of) {
        var wanted = request.requested();
        return wanted != null && given instanceof Allowance.Metered its && of instanceof Allowance.Metered that
                ? Scale.during(that.window(), wanted, its.window())
                : wanted;
    }

    /** Whether it says how much, so that there is such a thing as enough. */
    public boolean isNamed() {
        return request.requested() != null || request.level() != null;
    }
}
