package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.FeatureKey;
import java.time.Instant;

/**
 * What a draft does to one feature of one customer. A feature that changes in several ways over time has a change of each
 * kind.
 *
 * @param from when the answer is first another in this way; business time
 * @param before the answer without the draft, in words
 * @param after the answer with it, in words
 * @param reason of the answer with it, as a check would say
 */
public record Change(
        CustomerKey customer, FeatureKey feature, Kind kind, Instant from, String before, String after, String reason) {
    /** How it changes. Names are part of the interface. */
    public enum Kind {
        GAINED,
        LOST,
        LIMIT_UP,
        LIMIT_DOWN,
        LEVEL_UP,
        LEVEL_DOWN,
        /** More is used up already than is allowed afterwards. */
        OVER_LIMIT,
        /** The same access on other terms: another window, other conduct at the limit, another phase. */
        TERMS,
        /** The same access, or none as before, for another reason or from another source. */
        REASON;

        public boolean isGain() {
            return this == GAINED || this == LIMIT_UP || this == LEVEL_UP;
        }

        public boolean isLoss() {
            return this == LOST || this == LIMIT_DOWN || this == LEVEL_DOWN || this == OVER_LIMIT;
        }
    }
}
