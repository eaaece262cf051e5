package dev.plumbline.entitlement.customer;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Binding.ToAddOn;
import dev.plumbline.entitlement.customer.Binding.ToPlan;
import dev.plumbline.entitlement.customer.Binding.Unmapped;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Sellable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a provider's price to the plan version or add-on it sells. */
public final class Mappings {
    private Mappings() {}

    /**
     * What an item gives from now on.
     *
     * @param lookupKey the key its price was first seen with, which may be another than it has today
     * @param previous what it gave so far; null for a new item
     * @param pins what the other items of its subscription, past and present, were bound to
     */
    public static Binding bind(
            Model model,
            String provider,
            BillingSnapshot.Item item,
            @Nullable String lookupKey,
            @Nullable Binding previous,
            Set<PlanRef> pins) {
        if (previous != null
                && !(previous instanceof Unmapped)
                && previous.price().equals(item.price())) {
            return previous; // sync never changes a pin, whatever the mapping says by now
        }
        var targets = targets(model, provider, item, lookupKey);
        if (targets.isEmpty()) {
            // An unmapped item goes on giving what it gave. Its binding keeps the old price, so that it is tried anew.
            return previous == null ? new Unmapped(item.price()) : previous;
        }
        return pick(targets, item.createdAt(), pins).binding(item.price());
    }

    /** Whether the item gives less than its price says, because no mapping knows that price. */
    static boolean isUnmapped(BillingSnapshot.Item item, Binding binding) {
        return binding instanceof Unmapped || !binding.price().equals(item.price());
    }

    private static List<Target> targets(
            Model model, String provider, BillingSnapshot.Item item, @Nullable String lookupKey) {
        var found = find(model, provider, By.PRICE, item.price());
        if (found.isEmpty() && lookupKey != null) {
            found = find(model, provider, By.LOOKUP_KEY, lookupKey);
        }
        if (found.isEmpty() && item.product() != null) {
            found = find(model, provider, By.PRODUCT, item.product());
        }
        return found;
    }

    private static List<Target> find(Model model, String provider, By by, String ref) {
        var found = new ArrayList<Target>();
        for (var plan : model.plans().values()) {
            for (var version : plan.versions()) {
                collect(
                        found,
                        version.mappings(),
                        provider,
                        by,
                        ref,
                        new PlanRef(plan.key(), version.number()),
                        true,
                        version.sellable());
            }
        }
        for (var addOn : model.addOns().values()) {
            for (var version : addOn.versions()) {
                collect(
                        found,
                        version.mappings(),
                        provider,
                        by,
                        ref,
                        new PlanRef(addOn.key(), version.number()),
                        false,
                        version.sellable());
            }
        }
        return found;
    }

    private static void collect(
            List<Target> found,
            List<Mapping> mappings,
            String provider,
            By by,
            String ref,
            PlanRef version,
            boolean isPlan,
            Sellable sellable) {
        for (var mapping : mappings) {
            if (mapping.by() == by
                    && mapping.ref().equals(ref)
                    && mapping.provider().equals(provider)) {
                found.add(new Target(version, isPlan, sellable, mapping));
            }
        }
    }

    /**
     * One price may sell several versions, one after the other. A subscription that is pinned to one of them stays there;
     * else the version that was on sale when the item was made. Time alone never makes a mapped price unmapped.
     */
    private static Target pick(List<Target> targets, Instant createdAt, Set<PlanRef> pins) {
        for (var target : targets) {
            if (pins.contains(target.version)) {
                return target;
            }
        }
        for (var target : targets) {
            if (target.sellable.covers(createdAt)) {
                return target;
            }
        }
        var byNumber = targets.stream()
                .sorted(Comparator.comparingInt(t -> t.version.version()))
                .toList();
        var first = byNumber.getFirst();
        var from = first.sellable.from();
        return from != null && createdAt.isBefore(from) ? first : byNumber.getLast();
    }

    private record Target(PlanRef version, boolean isPlan, Sellable sellable, Mapping mapping) {
        Binding binding(String price) {
            if (!isPlan) {
                return new ToAddOn(price, version, mapping.term());
            }
            var quantityOf = mapping.quantityOf();
            return new ToPlan(price, version, mapping.term(), quantityOf == null ? null : quantityOf.value());
        }
    }
}
