package dev.plumbline.entitlement.resolve;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What is used up of a metered feature, reservations included.
 *
 * @param used in the window of the check
 * @param unusedBefore what was left of the limit of the window before it, without what had rolled over into that one; null when
 *     there was none
 */
public record Usage(BigDecimal used, @Nullable BigDecimal unusedBefore) {
    public static final Usage NONE = new Usage(BigDecimal.ZERO, null);
}
