package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.MergeRule;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Layer 5: what several subscriptions give, and the default, become one by the feature's rule. */
final class MergeLayer implements CustomerLayer {
    private static final String NAME = "5 merge";
    private static final Comparator<Contract> ANCHOR_ORDER = Comparator.comparingInt(Contract::precedence)
            .thenComparing(Contract::from)
            .thenComparing(Contract::ref);

    @Override
    public Offer apply(Offer before, Moment moment) {
        var merged = plans(moment);
        var decided = merged == null ? byDefault(refusal(before, moment), moment) : withDefault(merged, moment);
        var after = decided.withholding(withheld(moment));
        if (moment.isExplained()) {
            moment.say(NAME, after.source(), before, after, null, why(merged, after, moment));
        }
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
        return merged != null && moment.feature().merge() == MergeRule.SUM ? anchored(merged, moment) : merged;
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
        var merged = first.valued(Allowances.sum(a, b));
        return next.isGrace() ? merged.inGrace() : merged;
    }

    /** The anchor of a sum is that of the highest precedence, then of the oldest. */
    private static Offer anchored(Offer sum, Moment moment) {
        if (!(sum.value() instanceof Allowance.Metered metered) || metered.anchor() == null) {
            return sum;
        }
        Contract holder = null;
        for (var offer : moment.offers()) {
            var value = offer.value();
            var contract = offer.contract();
            if (value != null
                    && contract != null
                    && Allowances.sameWindow(value, metered)
                    && (holder == null || ANCHOR_ORDER.compare(contract, holder) < 0)) {
                holder = contract;
            }
        }
        return holder == null ? sum : sum.valued(Allowances.anchored(metered, holder.anchor()));
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
        return Allowances.isMore(given, value)
                ? merged.with(best, moment.of().none()).alone()
                : merged.valued(best);
    }

    private static Offer byDefault(Offer nothing, Moment moment) {
        var given = moment.of().byDefault();
        return given == null ? nothing : nothing.with(given, moment.of().none()).alone();
    }

    /** The true reason of nothing: not running; not granted; or granted and taken away, in the order of reasons (04). */
    private static Offer refusal(Offer nothing, Moment moment) {
        Offer refused = null;
        for (var offer : moment.offers()) {
            if (refused == null || (isTakenAway(offer) && (!isTakenAway(refused) || isEarlier(offer, refused)))) {
                refused = offer;
            }
        }
        return refused == null ? nothing : refused;
    }

    /** All that policies took away, as one. */
    private static @Nullable Allowance withheld(Moment moment) {
        Allowance withheld = null;
        for (var offer : moment.offers()) {
            var its = offer.withheld();
            if (its != null) {
                withheld = withheld == null
                        ? its
                        : Allowances.merge(moment.feature().merge(), withheld, its);
            }
        }
        return withheld;
    }

    private static boolean isTakenAway(Offer offer) {
        return offer.withheld() != null;
    }

    private static boolean isEarlier(Offer a, Offer b) {
        return a.refusal() != null && b.refusal() != null && a.refusal().compareTo(b.refusal()) < 0;
    }

    private static String why(@Nullable Offer merged, Offer after, Moment moment) {
        if (after.value() == null) {
            return "Nothing is left: " + after.refusal();
        }
        if (merged == null || after.source().kind() == Source.Kind.DEFAULT) {
            return "The default is what is left, or is better";
        }
        return "By the rule " + moment.feature().merge() + " of "
                + moment.offers().size() + " plan line(s) and the default";
    }
}
