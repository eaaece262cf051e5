package dev.plumbline.entitlement.resolve;

/** A layer that looks at one plan line at a time, before lines are merged. */
interface LineLayer {
    Offer apply(Offer before, PlanLine line, Moment moment);
}
