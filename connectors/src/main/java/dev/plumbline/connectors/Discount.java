package dev.plumbline.connectors;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a price is reduced by. It says what is paid, never what may be used.
 *
 * @param coupon what it comes from, by the provider's id; null when the provider does not say
 * @param percentOff null when it is an amount, or when the provider only names the coupon
 * @param amountOff in minor units of {@code currency}; null when it is a share
 * @param currency ISO 4217, upper case; null without an amount
 * @param until null when it lasts for ever
 */
public record Discount(
        String id,
        @Nullable String coupon,
        @Nullable BigDecimal percentOff,
        @Nullable Long amountOff,
        @Nullable String currency,
        @Nullable Instant from,
        @Nullable Instant until) {}
