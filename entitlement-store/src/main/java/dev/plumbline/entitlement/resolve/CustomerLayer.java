package dev.plumbline.entitlement.resolve;

/** A layer that looks at the whole customer. */
interface CustomerLayer {
    Offer apply(Offer before, Moment moment);
}
