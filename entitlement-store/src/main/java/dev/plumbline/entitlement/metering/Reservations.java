package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.crowd.Crowd;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps some of a limit free for who is about to use it: of those who want the last of it, one gets it. It belongs to the window
 * of the instant it was reserved at, and so does the use that it ends in. Who reserves of one meter of one customer does so one
 * after the other, on all nodes; use that is reported is a fact and waits for nobody.
 */
@Service
public class Reservations {
    /** So long after it expired a reservation can be settled, if there is room. */
    private static final Duration FORGIVING = Duration.ofDays(7);

    private final ReservationRows rows;
    private final UsageTotals totals;
    private final SeenEvents seen;
    private final UsageLog log;
    private final Months months;
    private final UsageFigures figures;
    private final TransactionTemplate transactions;
    private final InstantSource business;
    private final Crowd<Gate, Wish, Reserving> crowd = new Crowd<>(this::serve);

    Reservations(
            ReservationRows rows,
            UsageTotals totals,
            SeenEvents seen,
            UsageLog log,
            Months months,
            UsageFigures figures,
            TransactionTemplate transactions,
            InstantSource businessClock) {
        this.rows = rows;
        this.totals = totals;
        this.seen = seen;
        this.log = log;
        this.months = months;
        this.figures = figures;
        this.transactions = transactions;
        this.business = businessClock;
    }

    /** In memory each feature has a line of its own; the lock in the database is the meter's, whatever features it counts for. */
    private record Gate(CustomerKey customer, String meter, String feature) {}

    /** Whether a meter's numbers can be kept free: those that add up. */
    public static boolean areFor(Meter meter) {
        return UsageTotals.isReservable(meter.aggregate());
    }

    /** And only in windows that begin and end. */
    public static boolean areFor(Meter meter, Allowance.Metered allowance) {
        return areFor(meter) && !(allowance.window() instanceof Window.Rolling);
    }

    /** An exponent is not expanded, and what has more digits is no amount of anything. */
    public static boolean isAmount(BigDecimal amount) {
        return Counted.isAmount(amount);
    }

    public Optional<Reservation> find(UUID id) {
        return rows.find(id);
    }

    /** @param has now */
    public Reserving reserve(Allotment has, BigDecimal amount, Duration ttl, String by) {
        return count("reserve", crowd.take(gate(has), new Wish.Reserve(UUID.randomUUID(), has, amount, ttl, by)));
    }

    /** @param has at the instant it was reserved */
    public Reserving settle(Reservation reservation, Allotment has, BigDecimal amount) {
        months.need(Stream.of(reservation.reservedAt()));
        return count("settle", crowd.take(gate(reservation), new Wish.Settle(reservation.id(), has, amount)));
    }

    /** @param has at the instant it was reserved */
    public Reserving release(Reservation reservation, Allotment has) {
        return count("release", crowd.take(gate(reservation), new Wish.Release(reservation.id(), has)));
    }

    /** Closes what expired long ago; how many. */
    public int giveUp(Instant now) {
        return rows.giveUp(now.minus(FORGIVING));
    }

    private Reserving count(String what, Reserving outcome) {
        figures.reserved(
                what,
                switch (outcome) {
                    case Reserving.Done _ -> "done";
                    case Reserving.NoRoom _ -> "no_room";
                    case Reserving.OverAlready _ -> "over_already";
                });
        return outcome;
    }

    private static Gate gate(Allotment has) {
        Meter meter = Objects.requireNonNull(has.feature().meter(), "What has no meter is not reserved");
        return new Gate(has.customer(), meter.key(), has.feature().key().value());
    }

    private static Gate gate(Reservation reservation) {
        return new Gate(reservation.customer(), reservation.meter(), reservation.feature());
    }

    private List<Reserving> serve(Gate gate, Collection<Wish> wishes) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            rows.lock(gate.customer(), gate.meter());
            var serving = new Serving(rows, totals, business.instant(), wishes);
            List<Reserving> outcomes = wishes.stream().map(serving::serve).toList();
            List<Entry> used = serving.used();
            if (!used.isEmpty()) {
                seen.remember(used);
                log.add(used);
            }
            rows.insert(serving.made());
            rows.end(serving.ended(), business.instant());
            return outcomes;
        }));
    }
}
