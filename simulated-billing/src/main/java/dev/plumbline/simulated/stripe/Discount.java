package dev.plumbline.simulated.stripe;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A coupon that was given. Takes off a share, or an amount of the currency. */
public record Discount(
        String id,
        String coupon,
        @Nullable BigDecimal percentOff,
        @Nullable Long amountOff,
        @Nullable String currency,
        Instant start,
        @Nullable Instant end) {
    public static Discount percent(String id, String coupon, String percent, Instant start, @Nullable Instant end) {
        return new Discount(id, coupon, new BigDecimal(percent), null, null, start, end);
    }
}
