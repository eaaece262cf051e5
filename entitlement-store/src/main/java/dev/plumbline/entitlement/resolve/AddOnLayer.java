package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Allowance.OnLimit;
import dev.plumbline.entitlement.resolve.Contract.AddOnLine;
import dev.plumbline.entitlement.usage.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Layer 6: what add-ons put on top, each as often as it was bought, as far as its own subscription's policy allows. */
final class AddOnLayer implements CustomerLayer {
    private static final String NAME = "6 add-on";

    @Override
    public Offer apply(Offer before, Moment moment) {
        if (moment.of().addOns().isEmpty()) {
            moment.say(NAME, null, before, before, null, "The customer has no add-on of it");
            return before;
        }
        var offer = before;
        var counted = new HashMap<String, Long>();
        for (var line : moment.of().addOns()) {
            var grant = line.version().grants().get(moment.key());
            if (grant != null && line.contract().runsAt(moment.at())) {
                offer = add(offer, line, grant, counted, moment);
            }
        }
        return offer;
    }

    private static Offer add(Offer before, AddOnLine line, Grant grant, Map<String, Long> counted, Moment moment) {
        var contract = line.contract();
        if (!hasRequiredPlan(line, moment)) {
            moment.say(NAME, line.source(), before, before, contract, "It needs a plan that is not running");
            return before;
        }
        var refusal = contract.refusal(moment.key(), moment.at());
        if (refusal != null) {
            return withheld(before, line, grant, refusal, moment);
        }
        var count = count(line, counted);
        var value = count == 0 ? null : value(before, grant, count, line, moment.feature());
        if (value == null || value.equals(before.value())) {
            moment.say(NAME, line.source(), before, before, contract, "It changes nothing");
            return before;
        }
        var added = before.with(value, line.source());
        var of = added.contract() == null || before.value() == null ? added.of(contract) : added;
        var after = contract.isGraceAt(moment.at()) ? of.inGrace() : of;
        moment.say(NAME, line.source(), before, after, contract, count == 1 ? "Bought once" : "Bought more than once");
        return after;
    }

    /** Where nothing else gives it, that the add-on is not paid for is the true reason. */
    private static Offer withheld(Offer before, AddOnLine line, Grant grant, Reason refusal, Moment moment) {
        var value = value(before, grant, line.countAlone(), line, moment.feature());
        var after = value == null || before.value() != null || before.withheld() != null
                ? before
                : before.with(value, line.source()).refused(refusal, line.source());
        moment.say(
                NAME,
                line.source(),
                before,
                after,
                line.contract(),
                "The policy of its own subscription takes it away");
        return after;
    }

    private static boolean hasRequiredPlan(AddOnLine line, Moment moment) {
        var required = line.version().requiresPlans();
        if (required.isEmpty()) {
            return true;
        }
        for (var plan : moment.of().situation().plans()) {
            if (required.contains(plan.version().plan()) && plan.contract().runsAt(moment.at())) {
                return true;
            }
        }
        return false;
    }

    /** No more than so many count in all, however many subscriptions they are spread over. */
    private static long count(AddOnLine line, Map<String, Long> counted) {
        var before = counted.getOrDefault(line.source().ref(), 0L);
        var max = line.version().max();
        var count = max == null ? line.countAlone() : Math.clamp(max - before, 0L, line.countAlone());
        counted.put(line.source().ref(), before + count);
        return count;
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
