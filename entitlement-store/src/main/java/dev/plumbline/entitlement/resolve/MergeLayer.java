package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.MergeRule;
import org.jspecify.annotations.Nullable;

/** Layer 5: what several subscriptions give, and the default, become one by the feature's rule. */
final class MergeLayer implements CustomerLayer {
    private static final String NAME = "5 merge";

    @Override
    public Offer apply(Offer before, Moment moment) {
        var merged = plans(moment);
        var after = merged == null ? byDefault(refusal(before, moment), moment) : withDefault(merged, moment);
        moment.say(NAME, after.source(), before, after, null, why(merged, after, moment));
        return after;
    }

    /** Null when no plan line gives anything. */
    private static @Nullable Offer plans(Moment moment) {
        Offer merged = null;
        for (var offer : moment.offers()) {
            if (offer.value() != null) {
                merged = merged == null ? offer : both(merged, offer, moment);
            }
        }
        return merged;
    }

    /** Offers come with the best plan first, so the first is right wherever the rule leaves it open. */
    private static Offer both(Offer first, Offer next, Moment moment) {
        var a = first.value();
        var b = next.value();
        if (a == null || b == null) {
            return first;
        }
        if (!Allowances.sameWindow(a, b)) {
            moment.of().windowMismatch();
            return first;
        }
        return switch (moment.feature().merge()) {
            case REPLACE -> first;
            case SUM -> summed(first, next, a, b);
            case ANY, MAX, HIGHEST -> better(first, next, a, b);
        };
    }

    private static Offer better(Offer first, Offer next, Allowance a, Allowance b) {
        // Of two that give the same, the one that is paid for.
        var isNext = Allowances.isMore(b, a) || (first.isGrace() && !next.isGrace() && !Allowances.isMore(a, b));
        return (isNext ? next : first).valued(Allowances.best(a, b));
    }

    private static Offer summed(Offer first, Offer next, Allowance a, Allowance b) {
        var isNextOlder = isBefore(next, first);
        var sum = isNextOlder ? Allowances.sum(b, a) : Allowances.sum(a, b);
        var merged = first.valued(sum);
        return first.isGrace() || next.isGrace() ? merged.inGrace() : merged;
    }

    /** The anchor of a sum is that of the highest precedence, then of the oldest. */
    private static boolean isBefore(Offer a, Offer b) {
        var x = a.contract();
        var y = b.contract();
        if (x == null || y == null) {
            return false;
        }
        return x.precedence() != y.precedence()
                ? x.precedence() < y.precedence()
                : x.from().isBefore(y.from());
    }

    private static Offer withDefault(Offer merged, Moment moment) {
        var given = moment.of().byDefault();
        var value = merged.value();
        if (given == null || value == null || moment.feature().merge() == MergeRule.REPLACE) {
            return merged;
        }
        if (moment.feature().merge() == MergeRule.SUM) {
            return Allowances.sameWindow(value, given) ? merged.valued(Allowances.sum(value, given)) : merged;
        }
        var best = Allowances.best(value, given);
        return Allowances.isMore(given, value) ? merged.with(best, moment.of().none()).alone() : merged.valued(best);
    }

    private static Offer byDefault(Offer nothing, Moment moment) {
        var given = moment.of().byDefault();
        return given == null ? nothing : nothing.with(given, moment.of().none()).alone();
    }

    /** The true reason of nothing: not running, not granted, or granted and taken away. */
    private static Offer refusal(Offer nothing, Moment moment) {
        Offer refused = null;
        for (var offer : moment.offers()) {
            if (refused == null || weight(offer) < weight(refused)) {
                refused = offer;
            }
        }
        return refused == null ? nothing : refused;
    }

    /** Granted and taken away before not granted; among those taken away, the order of reasons (04). */
    private static int weight(Offer offer) {
        var reason = offer.refusal();
        return reason == null || offer.withheld() == null ? Integer.MAX_VALUE : reason.ordinal();
    }

    private static String why(@Nullable Offer merged, Offer after, Moment moment) {
        if (after.value() == null) {
            return "Nothing is left: " + after.refusal();
        }
        if (merged == null || after.source().kind() == Source.Kind.DEFAULT) {
            return "The default is what is left, or is better";
        }
        return "By the rule " + moment.feature().merge() + " of " + moment.offers().size() + " plan line(s) and the default";
    }
}
