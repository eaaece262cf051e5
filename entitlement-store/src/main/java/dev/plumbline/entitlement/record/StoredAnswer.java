package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.resolve.Timeline;
import java.time.Instant;

/**
 * One version of what a customer may use.
 *
 * @param version contiguous per customer, from 1
 * @param recorded when we came to know it; strictly increasing per customer
 * @param modelRevision the model it was resolved with
 */
public record StoredAnswer(
        CustomerKey customer, long version, Instant recorded, long modelRevision, Timeline timeline) {}
