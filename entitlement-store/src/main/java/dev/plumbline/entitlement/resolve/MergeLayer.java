package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.MergeRule;
import org.jspecify.annotations.Nullable;

/** Layer 5: what several subscriptions give, and the default, become one by the feature's rule. */
final class MergeLayer implements Layers.MergingLayer {
    private static final String NAME = "5 merge";

    @Override
    public Offer apply(Offer nothing, Offer[] offers, FeatureCase of, Moment at) {
        var merged = plans(offers, of, at);
        var decided = merged == null ? byDefault(refusal(nothing, offers, at), of, at) : withDefault(merged, of, at);
        var after = decided.withholding(withheld(offers, of, at));
        if (at.isExplained()) {
            at.say(NAME, after.source(), nothing, after, null, why(merged, after, of, at));
        }
        return after;
    }

    /** Null when no plan line gives anything. Offers come with the best plan first, which is right wherever the rule leaves it open. */
    private static @Nullable Offer plans(Offer[] offers, FeatureCase of, Moment at) {
        Offer merged = null;
        for (var i = 0; i < at.running().size(); i++) {
            var next = offers[i];
            if (next.value() != null) {
                if (merged == null || isBetter(next, merged, of)) {
                    at.leads(at.running().get(i).line().contract());
                }
                merged = merged == null ? next : both(merged, next, of, at);
            }
        }
        return merged != null && of.sold().merge() == MergeRule.SUM ? anchored(merged, offers, at) : merged;
    }

    private static Offer both(Offer first, Offer next, FeatureCase of, Moment at) {
        var a = first.value();
        var b = next.value();
        if (a == null || b == null) {
            return first;
        }
        if (!Allowances.sameWindow(a, b)) {
            at.mismatch();
            return first;
        }
        return switch (of.sold().merge()) {
            case REPLACE -> first;
            case SUM -> summed(first, next, a, b);
            case ANY, MAX, HIGHEST ->
                isBetter(next, first, of) ? next.valued(Allowances.best(b, a)) : first.valued(Allowances.best(a, b));
        };
    }

    /** Of two that give the same, the one that is paid for. Where all count together, none is better. */
    private static boolean isBetter(Offer next, Offer first, FeatureCase of) {
        var a = first.value();
        var b = next.value();
        var merge = of.sold().merge();
        return a != null
                && b != null
                && merge != MergeRule.REPLACE
                && merge != MergeRule.SUM
                && Allowances.sameWindow(a, b)
                && (Allowances.isMore(b, a) || (first.isGrace() && !next.isGrace() && !Allowances.isMore(a, b)));
    }

    private static Offer summed(Offer first, Offer next, Allowance a, Allowance b) {
        var merged = first.valued(Allowances.sum(a, b));
        return next.isGrace() ? merged.inGrace() : merged;
    }

    /** The anchor of a sum is that of the highest precedence, then of the oldest. */
    private static Offer anchored(Offer sum, Offer[] offers, Moment at) {
        if (!(sum.value() instanceof Allowance.Metered metered) || metered.anchor() == null) {
            return sum;
        }
        Contract holder = null;
        for (var i = 0; i < at.running().size(); i++) {
            var value = offers[i].value();
            var contract = at.running().get(i).line().contract();
            if (value != null
                    && Allowances.sameWindow(value, metered)
                    && (holder == null || Contract.BY_PRECEDENCE.compare(contract, holder) < 0)) {
                holder = contract;
            }
        }
        return holder == null || holder.anchor().equals(metered.anchor())
                ? sum
                : sum.valued(Allowances.anchored(metered, holder.anchor()));
    }

    private static Offer withDefault(Offer merged, FeatureCase of, Moment at) {
        var byDefault = of.sold().byDefault();
        var given = byDefault == null ? null : byDefault.value();
        var value = merged.value();
        if (given == null || value == null || of.sold().merge() == MergeRule.REPLACE) {
            return merged;
        }
        if (of.sold().merge() == MergeRule.SUM) {
            return Allowances.sameWindow(value, given) ? merged.valued(Allowances.sum(value, given)) : merged;
        }
        var best = Allowances.best(value, given);
        if (!Allowances.isMore(given, value)) {
            return merged.valued(best);
        }
        at.leads(null);
        return Offer.of(best, of.sold().nothing().source());
    }

    private static Offer byDefault(Offer nothing, FeatureCase of, Moment at) {
        var byDefault = of.sold().byDefault();
        if (byDefault == null) {
            return nothing;
        }
        at.leads(null);
        return byDefault;
    }

    /** The true reason of nothing: not running; not granted; or granted and taken away, in the order of reasons (04). */
    private static Offer refusal(Offer nothing, Offer[] offers, Moment at) {
        Offer refused = null;
        for (var i = 0; i < at.running().size(); i++) {
            var offer = offers[i];
            if (refused == null || (isTakenAway(offer) && (!isTakenAway(refused) || isEarlier(offer, refused)))) {
                refused = offer;
                at.leads(at.running().get(i).line().contract());
            }
        }
        return refused == null ? nothing : refused;
    }

    /** All that policies took away, as one. */
    private static @Nullable Allowance withheld(Offer[] offers, FeatureCase of, Moment at) {
        Allowance withheld = null;
        for (var i = 0; i < at.running().size(); i++) {
            var its = offers[i].withheld();
            if (its != null) {
                withheld = withheld == null ? its : Allowances.merge(of.sold().merge(), withheld, its);
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

    private static String why(@Nullable Offer merged, Offer after, FeatureCase of, Moment at) {
        if (after.value() == null) {
            return "Nothing is left: " + after.refusal();
        }
        if (merged == null || after.source().kind() == Source.Kind.DEFAULT) {
            return "The default is what is left, or is better";
        }
        return "By the rule " + of.sold().merge() + " of " + at.running().size() + " plan line(s) and the default";
    }
}
