package dev.plumbline.entitlement.model;

import java.math.BigDecimal;

/** A limit as the file writes it: a number, or {@code unlimited}. */
public sealed interface Amount {
    record UpTo(BigDecimal value) implements Amount {
        /** 5, 5.0 and 5.00 are one limit, for comparing and for the lock. */
        public UpTo {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }
    }

    record Unlimited() implements Amount {}

    static Amount of(long value) {
        return new UpTo(BigDecimal.valueOf(value));
    }
}
