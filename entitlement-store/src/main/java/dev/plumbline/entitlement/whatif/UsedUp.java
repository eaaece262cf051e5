package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Allowance;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How much of a metered feature a customer has used up in the window of an instant. Asked only where a limit goes down. */
@FunctionalInterface
public interface UsedUp {
    UsedUp NOTHING = (customer, feature, allowance, at) -> BigDecimal.ZERO;

    BigDecimal of(CustomerKey customer, Feature feature, Allowance.Metered allowance, Instant at);

    /** A question. */
    record Asked(CustomerKey customer, Feature feature, Allowance.Metered allowance, Instant at) {}

    /** All of a page at once: whoever reads a database reads it once for them. */
    default Map<Asked, BigDecimal> of(Collection<Asked> asked) {
        var used = new HashMap<Asked, BigDecimal>();
        asked.forEach(
                one -> used.computeIfAbsent(one, _ -> of(one.customer(), one.feature(), one.allowance(), one.at())));
        return used;
    }
}
