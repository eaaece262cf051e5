package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Usage;
import java.time.Instant;

/** How much of a metered feature is used up: asked at every check, so it answers from memory unless asked for live. */
@FunctionalInterface
public interface UsageReading {
    /** As long as nothing is metered. */
    UsageReading NOTHING_USED = (customer, feature, allowance, at, live) -> new Reading(Usage.NONE, at);

    /**
     * @param allowance whose window says which usage counts
     * @param at the instant of the check
     * @param live straight from where it is counted
     */
    Reading read(CustomerKey customer, Feature feature, Allowance.Metered allowance, Instant at, boolean live);

    /** @param asOf what happened until then is counted */
    record Reading(Usage usage, Instant asOf) {}
}
