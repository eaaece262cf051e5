package dev.plumbline.entitlement.customer;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription will bring by agreement, bound as it will be bound when the time comes: a pin belongs to the subscription
 * and its plan, so a price that served several versions is the one the subscription is on. Nothing of it is kept: an item is
 * bound for good when there is one.
 */
final class Foreseeing {
    private final Model model;
    private final SubscriptionRef ref;
    private final BillingSnapshot.Subscription subscription;
    private final Map<ItemRef, Binding> bindings;
    private final Map<PriceRef, String> lookupKeys;
    private final List<Finding> findings;

    Foreseeing(
            Model model,
            SubscriptionRef ref,
            BillingSnapshot.Subscription subscription,
            Map<ItemRef, Binding> bindings,
            Map<PriceRef, String> lookupKeys,
            List<Finding> findings) {
        this.model = model;
        this.ref = ref;
        this.subscription = subscription;
        this.bindings = bindings;
        this.lookupKeys = lookupKeys;
        this.findings = findings;
    }

    /** An item of today or of a phase, and what it gives. */
    private record Bound(
            BillingSnapshot.Item item, @Nullable Binding binding) {}

    List<Facts.Ahead> ahead() {
        var before = subscription.items().stream()
                .sorted(Comparator.comparing(BillingSnapshot.Item::id))
                .map(item -> new Bound(item, bindings.get(new ItemRef(ref.subject(), ref.id(), item.id()))))
                .toList();
        var pins = new HashSet<PlanRef>();
        var ahead = new ArrayList<Facts.Ahead>();
        for (var phase : subscription.ahead().stream()
                .sorted(Comparator.comparing(BillingSnapshot.Phase::from))
                .toList()) {
            before.forEach(one -> remember(one, pins));
            before = bound(phase, before, pins);
            ahead.add(new Facts.Ahead(
                    phase.from(),
                    phase.trialEndsAt(),
                    phase.billingAnchor(),
                    before.stream()
                            .map(one -> new Facts.BoundItem(
                                    one.item().id(), one.item().quantity(), binding(one)))
                            .toList()));
        }
        return ahead;
    }

    private static void remember(Bound one, Set<PlanRef> pins) {
        if (one.binding() != null) {
            Assembling.planOrAddOn(one.binding()).ifPresent(pins::add);
        }
    }

    private static Binding binding(Bound one) {
        return one.binding() == null ? new Binding.Unmapped(one.item().price()) : one.binding();
    }

    private List<Bound> bound(BillingSnapshot.Phase phase, List<Bound> before, Set<PlanRef> pins) {
        var left = new ArrayList<>(before);
        var bound = new ArrayList<Bound>();
        for (var item : phase.items()) {
            var same = take(left, item.price());
            bound.add(same == null ? new Bound(item, null) : new Bound(item, binding(same)));
        }
        bound.replaceAll(one -> one.binding() != null ? one : bind(phase, one.item(), left, pins));
        return bound;
    }

    /** The item that goes on as it is. */
    private static @Nullable Bound take(List<Bound> left, String price) {
        for (var one : left) {
            if (one.item().price().equals(price)) {
                left.remove(one);
                return one;
            }
        }
        return null;
    }

    /** In the place of one that does not go on: by itself, a price that nobody mapped takes nothing away (law L-6). */
    private Bound bind(BillingSnapshot.Phase phase, BillingSnapshot.Item item, List<Bound> left, Set<PlanRef> pins) {
        var inThePlaceOf = left.isEmpty() ? null : left.removeFirst().binding();
        var lookupKey = lookupKeys.get(PriceRef.of(ref.subject(), item));
        var binding = Mappings.bind(model, ref.subject().provider(), item, lookupKey, inThePlaceOf, pins);
        if (Mappings.isUnmapped(item, binding)) {
            var gives = Assembling.planOrAddOn(binding)
                    .map(r -> "it will go on giving " + r)
                    .orElse("it will give nothing");
            findings.add(new Finding(
                    Finding.Type.UNMAPPED_PRICE,
                    ref + "/" + item.id(),
                    "No mapping knows the price " + item.price() + ", which it comes to at " + phase.from() + "; "
                            + gives));
        }
        return new Bound(item, binding);
    }
}
