package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a customer gets of one feature while a segment lasts, before usage is looked at. */
public sealed interface Allowance {
    /** On. (Off is a denial.) */
    record Switched() implements Allowance {}

    /** So many. */
    record Quantity(Limit limit) implements Allowance {}

    /**
     * So much in each window.
     *
     * @param anchor the instant that billing-anchored windows count from; null for calendar and rolling windows
     */
    record Metered(
            Limit limit,
            Window window,
            @Nullable Instant anchor,
            OnLimit onLimit,
            List<BigDecimal> warnAt,
            @Nullable BigDecimal rolloverMax)
            implements Allowance {
        public Metered {
            warnAt = List.copyOf(warnAt);
        }
    }

    /**
     * This level and those below it.
     *
     * @param rank position in the feature's levels, 0 the lowest
     */
    record Level(String name, int rank) implements Allowance {}

    /** What happens at the limit. */
    enum OnLimit {
        BLOCK,
        OVERAGE,
        WARN
    }

    /** A number or no bound at all. */
    sealed interface Limit {
        record UpTo(BigDecimal amount) implements Limit {
            public UpTo {
                if (amount.signum() < 0) {
                    throw new IllegalArgumentException("A limit is not negative: " + amount);
                }
                amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
            }
        }

        record Unlimited() implements Limit {}
    }
}
