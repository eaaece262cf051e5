package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.metering.Reservation.State;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.resolve.Allowance;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One crowd at one gate, served in the order they came, from what is known once the gate is locked. */
final class Serving {
    private final Instant now;
    private final Map<UUID, Reservation> reservations;
    private final Map<Where, Room> rooms = new HashMap<>();
    private final Set<UUID> changed = new HashSet<>();
    private final List<ReservationRows.Made> made = new ArrayList<>();
    private final List<Entry> used = new ArrayList<>();

    /** @param window null where the feature is denied */
    private record Where(String feature, @Nullable Slice window) {}

    Serving(ReservationRows rows, UsageTotals totals, Instant now, Collection<Wish> wishes) {
        this.now = now;
        this.reservations =
                new HashMap<>(rows.find(wishes.stream().flatMap(Serving::named).toList()));
        var wanted = new HashMap<Where, Wanted>();
        wishes.forEach(wish -> {
            Wanted one = wanted(wish);
            wanted.put(one.where(), one);
        });
        Map<Slice, BigDecimal> taken = totals.taken(
                wanted.values().stream()
                        .flatMap(one -> one.slices() == null
                                ? Stream.empty()
                                : Stream.concat(
                                        Stream.of(one.slices().now()),
                                        Stream.ofNullable(one.slices().before())))
                        .toList(),
                now);
        wanted.forEach((where, one) -> rooms.put(where, room(one, taken)));
    }

    private static Stream<UUID> named(Wish wish) {
        return switch (wish) {
            case Wish.Reserve _ -> Stream.empty();
            case Wish.Settle settle -> Stream.of(settle.id());
            case Wish.Release release -> Stream.of(release.id());
        };
    }

    private record Wanted(
            Allotment has, Instant at, @Nullable Slices slices) {
        Where where() {
            return new Where(has.feature().key().value(), slices == null ? null : slices.now());
        }
    }

    private Wanted wanted(Wish wish) {
        return switch (wish) {
            case Wish.Reserve reserve -> wanted(reserve.has(), now);
            case Wish.Settle settle -> wanted(settle.has(), known(settle.id()).reservedAt());
            case Wish.Release release ->
                wanted(release.has(), known(release.id()).reservedAt());
        };
    }

    private static Wanted wanted(Allotment has, Instant at) {
        Allowance.Metered allowance = has.allowance();
        return new Wanted(has, at, allowance == null ? null : Slices.of(has, allowance, at));
    }

    private static Room room(Wanted wanted, Map<Slice, BigDecimal> taken) {
        Slices slices = wanted.slices();
        if (slices == null) {
            return new Room(wanted.has(), wanted.at(), BigDecimal.ZERO, null);
        }
        Slice before = slices.before();
        return new Room(
                wanted.has(),
                wanted.at(),
                taken.getOrDefault(slices.now(), BigDecimal.ZERO),
                Slices.unused(wanted.has().limitBefore(), before == null ? null : taken.get(before)));
    }

    Reserving serve(Wish wish) {
        Room room = Objects.requireNonNull(rooms.get(wanted(wish).where()), "Every wish has its room");
        return switch (wish) {
            case Wish.Reserve reserve -> reserve(reserve, room);
            case Wish.Settle settle -> settle(known(settle.id()), settle, room);
            case Wish.Release release -> release(known(release.id()), room);
        };
    }

    private Reserving reserve(Wish.Reserve wish, Room room) {
        if (!room.fits(wish.amount())) {
            return new Reserving.NoRoom(room.now());
        }
        room.take(wish.amount());
        var reservation = new Reservation(
                wish.id(),
                wish.has().customer(),
                wish.has().feature().key().value(),
                meter(wish.has()).key(),
                wish.amount(),
                now,
                now.plus(wish.ttl()),
                State.OPEN,
                null);
        made.add(new ReservationRows.Made(reservation, wish.by()));
        return new Reserving.Done(reservation, room.now());
    }

    /** What expired holds nothing any more, so all that was used has to find room; else only what is more than was reserved. */
    private Reserving settle(Reservation kept, Wish.Settle wish, Room room) {
        BigDecimal settled = kept.settled();
        if (kept.state() != State.OPEN) {
            return settled != null && settled.compareTo(wish.amount()) == 0
                    ? new Reserving.Done(kept, room.now())
                    : new Reserving.OverAlready(kept);
        }
        BigDecimal more = kept.isHeldAt(now) ? wish.amount().subtract(kept.amount()) : wish.amount();
        if (!room.fits(more)) {
            return new Reserving.NoRoom(room.now());
        }
        room.take(more);
        if (wish.amount().signum() > 0) {
            used.add(entry(kept, meter(wish.has()), wish.amount()));
        }
        return new Reserving.Done(change(kept.settledWith(wish.amount())), room.now());
    }

    private Reserving release(Reservation kept, Room room) {
        if (kept.state() == State.SETTLED) {
            return new Reserving.OverAlready(kept);
        }
        if (kept.isHeldAt(now)) {
            room.take(kept.amount().negate());
        }
        return new Reserving.Done(kept.state() == State.RELEASED ? kept : change(kept.released()), room.now());
    }

    private static Entry entry(Reservation kept, Meter meter, BigDecimal amount) {
        var event = new UsageEvent(
                UsageEvent.RESERVATION,
                kept.id().toString(),
                meter.event(),
                kept.customer(),
                kept.reservedAt(),
                null,
                null);
        return Entry.of(event, kept.reservedAt(), List.of(new Counted(kept.meter(), amount, null)), new Digest());
    }

    private Reservation change(Reservation after) {
        changed.add(after.id());
        reservations.put(after.id(), after);
        return after;
    }

    private Reservation known(UUID id) {
        return Objects.requireNonNull(reservations.get(id), "It was found before, and none is ever deleted");
    }

    private static Meter meter(Allotment has) {
        return Objects.requireNonNull(has.feature().meter(), "What has no meter is not reserved");
    }

    List<ReservationRows.Made> made() {
        return made;
    }

    List<Reservation> ended() {
        return changed.stream().map(this::known).toList();
    }

    List<Entry> used() {
        return used;
    }
}
