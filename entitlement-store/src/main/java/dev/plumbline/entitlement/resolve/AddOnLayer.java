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
        var offer = before;
        Map<String, Long> counted = null;
        for (var line : moment.of().situation().addOns()) {
            var grant = line.version().grants().get(moment.feature().key());
            if (grant != null && line.contract().runsAt(moment.at())) {
                counted = counted == null ? new HashMap<>() : counted;
                offer = add(offer, line, grant, counted, moment);
            }
        }
        if (counted == null) {
            moment.say(NAME, null, before, before, null, "No add-on of it is running");
        }
        return offer;
    }

    private static Offer add(Offer before, AddOnLine line, Grant grant, Map<String, Long> counted, Moment moment) {
        var contract = line.contract();
        if (!hasRequiredPlan(line, moment)) {
            moment.say(NAME, line.source(), before, before, contract, "It needs a plan that is not running");
            return before;
        }
        var count = count(line, counted);
        var value = count == 0 ? before.value() : value(before, grant, count, line, moment.feature());
        if (value == null || value == before.value()) {
            moment.say(NAME, line.source(), before, before, contract, "It changes nothing");
            return before;
        }
        var refusal = contract.refusal(moment.feature().key(), moment.at());
        if (refusal != null) {
            // Where nothing else gives it, that it is not paid for is the true reason.
            var after = before.value() == null && before.withheld() == null
                    ? before.with(value, line.source()).refused(refusal, line.source())
                    : before;
            moment.say(NAME, line.source(), before, after, contract, "Its own subscription takes it away: " + refusal);
            return after;
        }
        var added = before.with(value, line.source());
        var from = added.contract() == null || before.value() == null ? added.of(contract) : added;
        var after = contract.isGraceAt(moment.at()) ? from.inGrace() : from;
        moment.say(NAME, line.source(), before, after, contract, "Bought " + count + " time(s)");
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
        var before = counted.getOrDefault(line.version().addOn(), 0L);
        var max = line.version().max();
        var bought = Math.max(0, line.count());
        var count = max == null ? bought : Math.clamp(max - before, 0, bought);
        counted.put(line.version().addOn(), before + count);
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
    private static @Nullable Allowance first(Offer before, Limit more, @Nullable Window window, AddOnLine line, Feature feature) {
        if (feature instanceof Feature.Quantity) {
            return new Allowance.Quantity(more);
        }
        var its = window == null && before.withheld() instanceof Allowance.Metered withheld ? withheld.window() : window;
        if (its == null) {
            return null;
        }
        var anchor = its instanceof Window.Billing ? line.contract().anchor() : null;
        return new Allowance.Metered(more, its, anchor, OnLimit.BLOCK, List.of(), null);
    }
}
