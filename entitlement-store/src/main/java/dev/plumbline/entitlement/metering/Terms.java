package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Meter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What metering asks of the rest: what is counted, who there is, and what they have. */
public interface Terms {
    /** Of the model in force: by the type of the events. */
    Map<String, List<Meter>> metersByEvent();

    /** Those of them that there are. */
    Set<CustomerKey> known(Collection<CustomerKey> customers);

    /** What a batch will ask about, in few statements. */
    void prepare(Collection<CustomerKey> customers);

    /** What a customer has, at an instant, of the features that a meter counts for. */
    List<Allotment> allotments(CustomerKey customer, String meter, Instant at);
}
