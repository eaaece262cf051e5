package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An event on its way into the log.
 *
 * @param at when it happened, said or not
 */
record Entry(UsageEvent event, UUID key, UUID content, Instant at, List<Counted> counted) {
    static Entry of(UsageEvent event, Instant at, List<Counted> counted, Digest digest) {
        return new Entry(event, event.key(digest), event.content(digest), at, counted);
    }

    Entry at(Instant other) {
        return new Entry(event, key, content, other, counted);
    }

    CustomerKey customer() {
        return event.customer();
    }

    boolean isCorrection() {
        return event.corrects() != null;
    }
}
