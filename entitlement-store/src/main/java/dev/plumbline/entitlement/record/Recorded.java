package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;

/** What resolving a customer did to the record. */
public sealed interface Recorded {
    CustomerKey customer();

    /** A new version of the answer stands. */
    record Written(CustomerKey customer, long version) implements Recorded {}

    /**
     * The answer is what it was.
     *
     *
     * @param version the version that stands; 0 when there is none
     */
    record Unchanged(CustomerKey customer, long version) implements Recorded {}

    /** A newer model or a newer resolver has answered already: an older one may not write over it. */
    record Outdated(CustomerKey customer) implements Recorded {}

    /** Nothing is published yet: the customer is resolved as soon as there is a model. */
    record NoModel(CustomerKey customer) implements Recorded {}

    default boolean isUnchanged() {
        return this instanceof Unchanged;
    }
}
