package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.resolve.Timeline;
import java.time.Instant;
import java.util.List;

/**
 * One version of what a customer may use.
 *
 * @param version contiguous per customer, from 1
 * @param recorded when we came to know it; strictly increasing per customer
 * @param asOf the same in business time
 * @param modelRevision the newest model there was
 * @param stages the models it was resolved with, the first in force when it was
 */
public record StoredAnswer(
        CustomerKey customer,
        long version,
        Instant recorded,
        Instant asOf,
        long modelRevision,
        List<ModelSpan> stages,
        Timeline timeline) {
    public StoredAnswer {
        stages = List.copyOf(stages);
    }
}
