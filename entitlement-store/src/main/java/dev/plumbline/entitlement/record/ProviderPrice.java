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
 * @param meter the provider's meter that counts what is paid for; null where none is named
 */
public record ProviderPrice(
        String id,
        @Nullable String product,
        @Nullable String lookupKey,
        boolean active,
        @Nullable BigDecimal amount,
        String currency,
        @Nullable Period every,
        @Nullable String meter) {
    /** By quantity. */
    public ProviderPrice(
            String id,
            @Nullable String product,
            @Nullable String lookupKey,
            boolean active,
            @Nullable BigDecimal amount,
            String currency,
            @Nullable Period every) {
        this(id, product, lookupKey, active, amount, currency, every, null);
    }
}
