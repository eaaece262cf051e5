package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.time.Instant;

/** This billing system's customer is that customer of ours. */
public record Link(SubjectRef subject, CustomerKey customer, Instant linkedAt, String linkedBy) {
    /** Nobody said so: the subject came unlinked and got a customer with its own id as key. */
    public boolean byItself() {
        return linkedBy.equals(Links.BY_ITSELF);
    }
}
