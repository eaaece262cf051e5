package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Allowance.OnLimit;
import dev.plumbline.entitlement.usage.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layer 6: what add-ons put on top, each as often as it was bought, as far as its own subscription's policy allows. */
final class AddOnLayer implements Layers.CustomerLayer {
    private static final String NAME = "6 add-on";

    @Override
    public Offer apply(Offer before, FeatureCase of, Moment at) {
        if (of.addOns().length == 0) {
            at.say(NAME, null, before, before, null, "The customer has no add-on of it");
            return before;
        }
        return extended(before, of, at);
    }

    private static Offer extended(Offer before, FeatureCase of, Moment at) {
        var addOns = of.addOns();
        var offer = before;
        for (var i = 0; i < addOns.length; i++) {
            var line = addOns[i];
            var grant = line.version().grants().get(of.key());
            if (grant != null && line.contract().runsAt(at.at())) {
                offer = extended(offer, line, grant, countedBefore(addOns, i, of, at), of, at);
            }
        }
        return offer;
    }

    private static Offer extended(Offer before, AddOnLine line, Grant grant, long others, FeatureCase of, Moment at) {
        if (!hasRequiredPlan(line, at)) {
            at.say(NAME, line.source(), before, before, line.contract(), "It needs a plan that is not running");
            return before;
        }
        var refusal = line.contract().arrears().refusal(of.key(), at.at());
        return refusal == null
                ? add(before, line, grant, line.countBeside(others), of, at)
                : withheld(before, line, grant, refusal, of, at);
    }

    private static boolean hasRequiredPlan(AddOnLine line, Moment at) {
        var required = line.version().requiresPlans();
        if (required.isEmpty()) {
            return true;
        }
        for (var one : at.running()) {
            if (required.contains(one.line().version().plan())) {
                return true;
            }
        }
        return false;
    }

    /** How many of this version there are already: no more than so many count, however many subscriptions they are spread over. */
    private static long countedBefore(AddOnLine[] addOns, int place, FeatureCase of, Moment at) {
        var counted = 0L;
        for (var i = 0; i < place; i++) {
            var other = addOns[i];
            if (other.sold() == addOns[place].sold()
                    && other.contract().runsAt(at.at())
                    && other.contract().arrears().refusal(of.key(), at.at()) == null) {
                counted += other.countAlone();
            }
        }
        return counted;
    }

    private static Offer add(Offer before, AddOnLine line, Grant grant, long count, FeatureCase of, Moment at) {
        var contract = line.contract();
        var value =
                count == 0 ? null : value(before, grant, count, line, of.sold().feature());
        if (value == null || value.equals(before.value())) {
            at.say(NAME, line.source(), before, before, contract, "It changes nothing");
            return before;
        }
        var added = before.with(value, line.source());
        if (before.phase() == null || before.value() == null) {
            added = added.in(contract.phaseAt(at.at()));
            at.leads(contract);
        }
        var after = contract.arrears().isGraceAt(at.at()) ? added.inGrace() : added;
        at.say(NAME, line.source(), before, after, contract, count == 1 ? "Bought once" : "Bought more than once");
        return after;
    }

    /** Where nothing else gives it, that the add-on is not paid for is the true reason. */
    private static Offer withheld(
            Offer before, AddOnLine line, Grant grant, Reason refusal, FeatureCase of, Moment at) {
        var value = value(before, grant, line.countAlone(), line, of.sold().feature());
        var after = value == null || before.value() != null || before.withheld() != null
                ? before
                : before.with(value, line.source()).refused(refusal, line.source());
        at.say(NAME, line.source(), before, after, line.contract(), "The policy of its own subscription takes it away");
        return after;
    }

    private static @Nullable Allowance value(Offer before, Grant grant, long count, AddOnLine line, Feature feature) {
        var value = before.value();
        if (grant instanceof Grant.Add(var amount, var window)) {
            var more = Allowances.times(Allowances.limit(amount), count);
            return value == null ? first(before, more, window, line, feature) : Allowances.plus(value, more);
        }
        var whole = Allowances.of(grant, null, line.contract().anchor());
        return value == null || whole == null ? whole : Allowances.best(value, whole);
    }

    /** There is nothing to add to, so it stands alone. A metered one needs a window: its own, or that of what is withheld. */
    private static @Nullable Allowance first(
            Offer before, Limit more, @Nullable Window window, AddOnLine line, Feature feature) {
        if (feature instanceof Feature.Quantity) {
            return new Allowance.Quantity(more);
        }
        var its =
                window == null && before.withheld() instanceof Allowance.Metered withheld ? withheld.window() : window;
        if (its == null) {
            return null;
        }
        var anchor = its instanceof Window.Billing ? line.contract().anchor() : null;
        return new Allowance.Metered(more, its, anchor, OnLimit.BLOCK, List.of(), null);
    }
}
