package dev.plumbline.entitlement.record;

import java.math.BigDecimal;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * What a billing system asks for one of a price.
 *
 * @param active whether it is still sold; who is on it stays on it either way
 * @param amount minor units of the currency, as exact as the provider says; null where it depends on how many are bought
 * @param currency ISO 4217
 * @param every how often it is charged; null for a price that is paid once
 */
public record ProviderPrice(
        String id,
        @Nullable String product,
        @Nullable String lookupKey,
        boolean active,
        @Nullable BigDecimal amount,
        String currency,
        @Nullable Period every) {}
