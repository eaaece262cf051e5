package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;

/** It feeds this customer no longer. Published inside the transaction: listen after commit. */
public record SubjectUnlinked(SubjectRef subject, CustomerKey customer) {}
