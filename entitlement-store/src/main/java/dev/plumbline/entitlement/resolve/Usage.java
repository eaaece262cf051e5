package dev.plumbline.entitlement.resolve;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What is used up of a metered feature, reservations included.
 *
 * @param used in the window of the check
 * @param usedBefore in the window before it, for what rolls over; null when there was none
 */
public record Usage(BigDecimal used, @Nullable BigDecimal usedBefore) {
    public static final Usage NONE = new Usage(BigDecimal.ZERO, null);
}
