package dev.plumbline.entitlement.customer;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import java.time.Instant;
import java.util.Comparator;

/**
 * A pin that moves at an instant to come, from one version of a plan to another. A decision of people, kept with the pins; it
 * counts as long as the subscription is on the version that it leaves.
 *
 * @param at from then on
 * @param by who takes it back again: {@code migration/12}
 */
public record PlannedMove(PlanRef from, PlanRef to, Instant at, String by) {
    static final Comparator<PlannedMove> IN_TIME = Comparator.comparing(PlannedMove::at)
            .thenComparing(move -> move.to().toString())
            .thenComparing(PlannedMove::by);

    public PlannedMove {
        if (!from.key().equals(to.key())) {
            throw new IllegalArgumentException("A pin moves between versions of one plan: " + from + ", " + to);
        }
    }

    boolean isDue(Instant now) {
        return !at.isAfter(now);
    }

    /** What an item gives once it has moved; the same of one that is on another version. */
    public Binding moved(Binding binding) {
        return binding instanceof Binding.ToPlan on && on.plan().equals(from)
                ? new Binding.ToPlan(on.price(), to, on.term(), on.quantityOf())
                : binding;
    }
}
