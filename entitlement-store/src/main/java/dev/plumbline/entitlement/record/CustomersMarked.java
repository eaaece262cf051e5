package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.util.Set;

/** These are to be resolved again. Published inside the transaction that marked them: listen after commit. */
public record CustomersMarked(Set<CustomerKey> customers) {}
