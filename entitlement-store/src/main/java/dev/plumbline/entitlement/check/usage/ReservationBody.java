package dev.plumbline.entitlement.check.usage;

import dev.plumbline.entitlement.metering.Reservation;
import dev.plumbline.entitlement.metering.Reservation.State;
import dev.plumbline.entitlement.resolve.Decision;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reservation as callers see it.
 *
 * @param state open, expired, settled or released
 * @param settled how much was used of it in the end; null until then
 * @param used of its window, what is kept free for others included; null where only the reservation was asked for
 */
record ReservationBody(
        String id,
        String customer,
        String feature,
        BigDecimal amount,
        String state,
        Instant reservedAt,
        Instant expiresAt,
        @Nullable BigDecimal settled,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal used,
        @Nullable BigDecimal remaining,
        @Nullable Instant resetsAt) {
    static ReservationBody of(Reservation reservation, @Nullable Decision now, Instant instant) {
        boolean expired =
                reservation.state() == State.OPEN && !reservation.expiresAt().isAfter(instant);
        return new ReservationBody(
                reservation.id().toString(),
                reservation.customer().value(),
                reservation.feature(),
                reservation.amount(),
                expired ? "expired" : reservation.state().name().toLowerCase(Locale.ROOT),
                reservation.reservedAt(),
                reservation.expiresAt(),
                reservation.settled(),
                now == null ? null : now.limit(),
                now == null ? null : now.used(),
                now == null ? null : now.remaining(),
                now == null ? null : now.resetsAt());
    }
}
