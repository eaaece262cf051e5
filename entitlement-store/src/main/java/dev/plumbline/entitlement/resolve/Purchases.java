package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts.BoundItem;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a customer's contracts bring, read off the facts. */
final class Purchases {
    private final Prepared prepared;
    private final List<PlanLine> plans = new ArrayList<>(2);
    private final List<AddOnLine> addOns = new ArrayList<>(2);
    private final List<Instant> boundaries;

    Purchases(Prepared prepared, List<Subscribed> subscriptions, List<ManualPhase> phases) {
        this.prepared = prepared;
        boundaries = new ArrayList<>(3 * (subscriptions.size() + phases.size()));
        subscriptions.forEach(this::add);
        phases.forEach(this::add);
        Collections.sort(plans, PlanLine.BEST_FIRST);
        Collections.sort(addOns, AddOnLine.IN_ORDER);
    }

    private void add(Subscribed subscription) {
        add(Contract.of(prepared.model(), subscription), subscription.items());
        for (var i = 0; i < subscription.ahead().size(); i++) {
            add(
                    Contract.ahead(prepared.model(), subscription, i),
                    subscription.ahead().get(i).items());
        }
    }

    private void add(@Nullable Contract contract, List<BoundItem> items) {
        if (contract != null) {
            contract.boundaries(boundaries::add);
            var first = plans.size();
            for (var item : items) {
                add(contract, item, first);
            }
        }
    }

    /** Nothing when the plan version is not in the model. */
    private void add(ManualPhase phase) {
        var sold = prepared.version(phase.plan());
        var contract = sold == null ? null : Contract.of(prepared.model(), phase, sold.version());
        if (sold != null && contract != null) {
            contract.boundaries(boundaries::add);
            line(contract, sold, plans.size()).term(phase.term()).bill(phase.quantities());
        }
    }

    private void add(Contract contract, BoundItem item, int first) {
        switch (item.binding()) {
            case Binding.ToPlan to -> {
                var sold = prepared.version(to.plan());
                if (sold != null) {
                    line(contract, sold, first).term(to.term()).bill(item.quantity(), to.quantityOf());
                }
            }
            case Binding.ToAddOn to -> {
                var sold = prepared.addOn(to.addOn());
                if (sold != null) {
                    // An item without a quantity is one of it.
                    addOns.add(new AddOnLine(contract, sold, item.quantity() == null ? 1 : item.quantity()));
                }
            }
            case Binding.Unmapped _ -> {}
        }
    }

    /**
     * Several items may sell one version together, a base price and a price for each seat: they are one line, or what is
     * summed would count twice.
     *
     * @param first where the contract's own lines begin
     */
    private PlanLine line(Contract contract, SoldVersion sold, int first) {
        for (var i = first; i < plans.size(); i++) {
            if (plans.get(i).sold() == sold) {
                return plans.get(i);
            }
        }
        var line = new PlanLine(contract, sold);
        plans.add(line);
        return line;
    }

    /** The best first. */
    List<PlanLine> plans() {
        return plans;
    }

    List<AddOnLine> addOns() {
        return addOns;
    }

    /** Where any contract begins, ends, or comes to another stage; in no order. */
    List<Instant> boundaries() {
        return boundaries;
    }
}
