package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has of a metered feature at an instant.
 *
 * @param limitBefore of the window before, without what had rolled over into it; null when there was none
 */
public record Allotment(
        CustomerKey customer,
        Feature.Metered feature,
        Segment segment,
        @Nullable BigDecimal limitBefore) {
    /** Null when it is denied. */
    public Allowance.@Nullable Metered allowance() {
        return segment.outcome() instanceof Outcome.Granted granted
                        && granted.allowance() instanceof Allowance.Metered metered
                ? metered
                : null;
    }
}
