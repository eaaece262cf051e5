package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;

/** A person said whose this is: it is worth a fetch. Published inside the transaction: listen after commit. */
public record SubjectLinked(SubjectRef subject, CustomerKey customer) {}
