package dev.plumbline.sync.reconcile.usage;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One customer's use by one meter of the provider's in one billing period.
 *
 * @param until compared up to then
 * @param unitAmount what one costs, in minor units; null when nobody knows it
 */
record UsageRow(
        String providerCustomer,
        String customer,
        String meter,
        String ourMeter,
        Instant from,
        Instant until,
        String fingerprint,
        @Nullable BigDecimal unitAmount,
        @Nullable String currency) {

    /**
     * What both sides counted.
     *
     * @param there null when the provider does not know of it
     */
    record Counted(UsageRow row, @Nullable BigDecimal there, BigDecimal here) {}
}
