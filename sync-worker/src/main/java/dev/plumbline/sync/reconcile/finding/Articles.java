package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Mappings;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Model;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What prices sell by the model: the mapping that the resolver goes by, without what single customers are pinned to. */
public final class Articles {
    private final Model model;
    private final Map<PriceRef, String> lookupKeys;

    /** @param lookupKeys what prices were called when they were first seen */
    public Articles(Model model, Map<PriceRef, String> lookupKeys) {
        this.model = model;
        this.lookupKeys = Map.copyOf(lookupKeys);
    }

    public Binding of(SubjectRef subject, BillingSnapshot.Item item) {
        String firstSeen = lookupKeys.get(PriceRef.of(subject, item));
        return Mappings.bind(
                model, subject.provider(), item, firstSeen == null ? item.lookupKey() : firstSeen, null, Set.of());
    }

    /** The plans, without add-ons and without what nobody mapped. */
    SortedSet<String> plans(SubjectRef subject, BillingSnapshot.Subscription subscription) {
        var plans = new TreeSet<String>();
        for (BillingSnapshot.Item item : subscription.items()) {
            if (of(subject, item) instanceof Binding.ToPlan to) {
                plans.add(to.plan().toString());
            }
        }
        return plans;
    }

    boolean isPlan(SubjectRef subject, BillingSnapshot.Item item) {
        return of(subject, item) instanceof Binding.ToPlan;
    }

    boolean isUnmapped(SubjectRef subject, BillingSnapshot.Item item) {
        return of(subject, item) instanceof Binding.Unmapped;
    }
}
