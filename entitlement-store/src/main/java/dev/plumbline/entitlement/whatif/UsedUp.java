package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Allowance;
import java.math.BigDecimal;
import java.time.Instant;

/** How much of a metered feature a customer has used up in the window of an instant. Asked only where a limit goes down. */
@FunctionalInterface
public interface UsedUp {
    UsedUp NOTHING = (customer, feature, allowance, at) -> BigDecimal.ZERO;

    BigDecimal of(CustomerKey customer, Feature feature, Allowance.Metered allowance, Instant at);
}
