package dev.plumbline.entitlement.check.usage;

import dev.plumbline.entitlement.check.Reservable;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.metering.Allotment;
import dev.plumbline.entitlement.metering.Reservation;
import dev.plumbline.entitlement.metering.Reservations;
import dev.plumbline.entitlement.metering.Reserving;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Reason;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Some of a limit kept free for a while: reserve, then settle what was used, or release. Nobody overshoots. */
@RestController
class ReservationsController {
    private static final Duration USUAL = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Reservations reservations;
    private final Reservable reservable;
    private final InstantSource business;

    ReservationsController(Reservations reservations, Reservable reservable, InstantSource businessClock) {
        this.reservations = reservations;
        this.reservable = reservable;
        this.business = businessClock;
    }

    /** @param ttl how long it is kept free; ten minutes when left out */
    record ReserveAsked(
            @Nullable BigDecimal amount, @Nullable Duration ttl) {}

    record SettleAsked(@Nullable BigDecimal amount) {}

    @PostMapping(UsageRules.RESERVATIONS)
    ResponseEntity<ReservationBody> reserve(
            @PathVariable String customer, @PathVariable String feature, @RequestBody ReserveAsked asked) {
        Allotment has = reservable.now(customer, feature);
        BigDecimal amount = amount(has, asked.amount(), true);
        Duration ttl = asked.ttl() == null ? USUAL : asked.ttl();
        if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(LONGEST) > 0) {
            throw Refusal.ofBody("/ttl", "It is an ISO 8601 duration above 0 and of at most " + LONGEST);
        }
        return switch (reservations.reserve(has, amount, ttl, Caller.current().name())) {
            case Reserving.Done done ->
                ResponseEntity.created(URI.create(
                                "/v1/reservations/" + done.reservation().id()))
                        .body(shown(done));
            case Reserving.NoRoom(Decision now) -> throw noRoom(now);
            case Reserving.OverAlready(Reservation over) -> throw over(over);
        };
    }

    @GetMapping("/v1/reservations/{id}")
    ReservationBody read(@PathVariable String id) {
        return ReservationBody.of(find(id), null, business.instant());
    }

    @PostMapping("/v1/reservations/{id}/settle")
    ReservationBody settle(@PathVariable String id, @RequestBody SettleAsked asked) {
        Reservation reservation = find(id);
        Allotment has = reservable.then(reservation);
        return switch (reservations.settle(reservation, has, amount(has, asked.amount(), false))) {
            case Reserving.Done done -> shown(done);
            case Reserving.NoRoom(Decision now) -> throw noRoom(now);
            case Reserving.OverAlready(Reservation over) -> throw over(over);
        };
    }

    @DeleteMapping("/v1/reservations/{id}")
    ResponseEntity<Void> release(@PathVariable String id) {
        Reservation reservation = find(id);
        return switch (reservations.release(reservation, reservable.then(reservation))) {
            case Reserving.Done _ -> ResponseEntity.noContent().build();
            case Reserving.NoRoom(Decision now) -> throw noRoom(now);
            case Reserving.OverAlready(Reservation over) -> throw over(over);
        };
    }

    private ReservationBody shown(Reserving.Done done) {
        return ReservationBody.of(done.reservation(), done.now(), business.instant());
    }

    private Reservation find(String id) {
        UUID key;
        try {
            key = UUID.fromString(id);
        } catch (IllegalArgumentException notOurs) {
            throw unknown();
        }
        return reservations.find(key).orElseThrow(ReservationsController::unknown);
    }

    private static BigDecimal amount(Allotment has, @Nullable BigDecimal amount, boolean above0) {
        boolean fits = amount != null
                && Reservations.isAmount(amount)
                && (amount.signum() > 0 || !above0)
                && (!countsWhole(has) || amount.stripTrailingZeros().scale() <= 0);
        if (amount == null || !fits) {
            throw Refusal.ofBody(
                    "/amount",
                    "It is a %snumber %s with at most 18 digits on either side of the point"
                            .formatted(countsWhole(has) ? "whole " : "", above0 ? "above 0" : "of 0 or more"));
        }
        return amount;
    }

    private static boolean countsWhole(Allotment has) {
        return Objects.requireNonNull(has.feature().meter(), "It is reservable").aggregate() == Meter.Aggregate.COUNT;
    }

    private static Refusal noRoom(Decision now) {
        boolean full = now.reason().isGrant() || now.reason() == Reason.REQUEST_EXCEEDS_LIMIT;
        String code = full ? Reason.LIMIT_REACHED.name() : now.reason().name();
        return Refusal.of(
                        HttpStatus.CONFLICT,
                        code,
                        full || now.reason() == Reason.LIMIT_REACHED
                                ? "There is no room for it: of " + plain(now.limit()) + " are " + plain(now.remaining())
                                        + " left"
                                : "The customer has no access: " + now.reason())
                .set("limit", now.limit() == null ? BigDecimal.ZERO : now.limit())
                .set("used", now.used() == null ? BigDecimal.ZERO : now.used())
                .set("remaining", now.remaining() == null ? BigDecimal.ZERO : now.remaining());
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "0" : number.toPlainString();
    }

    private static Refusal over(Reservation over) {
        return Refusal.of(
                HttpStatus.CONFLICT,
                "RESERVATION_OVER",
                "It was %s before; nothing was changed"
                        .formatted(over.settled() == null ? "released" : "settled with " + plain(over.settled())));
    }

    private static Refusal unknown() {
        return Refusal.of(HttpStatus.NOT_FOUND, "RESERVATION_UNKNOWN", "There is no reservation with this id");
    }
}
