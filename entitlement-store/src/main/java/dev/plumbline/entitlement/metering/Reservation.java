package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * So much of a limit, kept free for a while for somebody who is about to use it.
 *
 * @param settled what was used of it in the end; null until then
 */
public record Reservation(
        UUID id,
        CustomerKey customer,
        String feature,
        String meter,
        BigDecimal amount,
        Instant reservedAt,
        Instant expiresAt,
        State state,
        @Nullable BigDecimal settled) {
    public enum State {
        OPEN,
        SETTLED,
        RELEASED
    }

    boolean isHeldAt(Instant now) {
        return state == State.OPEN && expiresAt.isAfter(now);
    }

    Reservation settledWith(BigDecimal used) {
        return new Reservation(
                id, customer, feature, meter, amount, reservedAt, expiresAt, State.SETTLED, used.stripTrailingZeros());
    }

    Reservation released() {
        return new Reservation(id, customer, feature, meter, amount, reservedAt, expiresAt, State.RELEASED, null);
    }
}
