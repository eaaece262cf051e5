package dev.plumbline.entitlement.metering;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;

/** What somebody wants of a limit. */
sealed interface Wish {
    /** @param has when it is reserved */
    record Reserve(UUID id, Allotment has, BigDecimal amount, Duration ttl, String by) implements Wish {}

    /** @param has when it was reserved */
    record Settle(UUID id, Allotment has, BigDecimal amount) implements Wish {}

    record Release(UUID id, Allotment has) implements Wish {}
}
