package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.customer.Binding.PlanRef;

/** What was asked: from which version to which other one of the plan, whose, when, and in which waves. */
public record Terms(PlanRef from, PlanRef to, Cohort cohort, Timing timing, Waves waves) {
    public Terms {
        if (!from.key().equals(to.key()) || from.equals(to)) {
            throw new IllegalArgumentException(
                    "A migration is from one version of a plan to another: " + from + ", " + to);
        }
    }
}
