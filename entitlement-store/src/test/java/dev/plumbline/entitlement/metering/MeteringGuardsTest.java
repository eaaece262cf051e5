package dev.plumbline.entitlement.metering;

import static dev.plumbline.entitlement.metering.MeteringOnPostgres.CALL;
import static dev.plumbline.entitlement.metering.MeteringOnPostgres.NOW;
import static dev.plumbline.entitlement.metering.MeteringOnPostgres.TEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Meter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Each guard of metering taken away: then what it guards against happens, in the very order of things that with it ends well. Two
 * nodes that do the same at once meet at the worst moment, if the guard lets them.
 */
class MeteringGuardsTest {
    private static final int MANY = 60;

    /** Where two nodes meet, once: who comes again goes on. Whom a guard keeps waiting elsewhere is not waited for long. */
    private static final class Meeting {
        private final AtomicBoolean met = new AtomicBoolean();
        private final CyclicBarrier barrier = new CyclicBarrier(2, () -> met.set(true));
        private final Duration patience;

        /** @param alone whether one of them is to wait for a lock of the other, and so never comes */
        Meeting(boolean alone) {
            patience = alone ? Duration.ofMillis(400) : Duration.ofSeconds(30);
        }

        void meet() {
            if (met.get()) {
                return;
            }
            try {
                barrier.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | BrokenBarrierException alone) {
                // The other one waits for a lock of ours.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> List<T> atOnce(Callable<T> one, Callable<T> other) throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            var results = new ArrayList<T>();
            for (var result : threads.invokeAll(List.of(one, other))) {
                results.add(result.get());
            }
            return results;
        }
    }

    // the gate

    private static final class Rows extends ReservationRows {
        private final boolean gated;
        private final Meeting meeting;

        Rows(JdbcClient jdbc, boolean gated, Meeting meeting) {
            super(jdbc);
            this.gated = gated;
            this.meeting = meeting;
        }

        @Override
        void lock(CustomerKey customer, String meter) {
            if (gated) {
                super.lock(customer, meter);
            }
        }

        /** When both have read what is left. */
        @Override
        void insert(List<Made> made) {
            meeting.meet();
            super.insert(made);
        }
    }

    private static long reservedByTwoNodes(boolean gated) throws Exception {
        try (var store = new MeteringOnPostgres()) {
            CustomerKey customer = store.customer("gate");
            Allotment has = store.allow(customer, Meter.Aggregate.COUNT, 1, "BLOCK");
            // The row of the gate is there: it is what they wait for, not for who makes it.
            new ReservationRows(store.jdbc).lock(customer, "calls");
            var meeting = new Meeting(gated);
            Reservations one = store.reservations(new Rows(store.jdbc, gated, meeting));
            Reservations other = store.reservations(new Rows(store.jdbc, gated, meeting));
            return atOnce(() -> reserve(one, has), () -> reserve(other, has)).stream()
                    .filter(Reserving.Done.class::isInstance)
                    .count();
        }
    }

    private static Reserving reserve(Reservations node, Allotment has) {
        return node.reserve(has, BigDecimal.ONE, Duration.ofMinutes(10), "a test");
    }

    @Test
    @DisplayName("mutation: the lock of the gate is what keeps two nodes from giving the last of a limit twice")
    void theGateIsNeeded() throws Exception {
        assertThat(reservedByTwoNodes(true)).isEqualTo(1);
        assertThat(reservedByTwoNodes(false)).as("without its lock").isEqualTo(2);
    }

    // exactly once

    private static final class Seen extends SeenEvents {
        private final Meeting meeting;

        Seen(MeteringOnPostgres store, Meeting meeting) {
            super(store.jdbc, store.pool);
            this.meeting = meeting;
        }

        @Override
        Map<UUID, UUID> contents(Collection<UUID> keys) {
            Map<UUID, UUID> contents = super.contents(keys);
            meeting.meet();
            return contents;
        }
    }

    private static List<Parsed> events(CustomerKey customer) {
        var events = new ArrayList<Parsed>();
        for (int i = 0; i < MANY; i++) {
            events.add(new Parsed.Event(new UsageEvent(
                    "app",
                    "e" + i,
                    CALL,
                    customer,
                    NOW.minusSeconds(60 + i),
                    null,
                    CloudEvents.JSON.readTree("{\"bytes\":1,\"user\":\"u\"}"))));
        }
        return events;
    }

    private static BigDecimal used(MeteringOnPostgres store, CustomerKey customer) {
        var slice = new Slice(
                customer,
                MeteringOnPostgres.meter(Meter.Aggregate.COUNT),
                NOW.minus(Duration.ofDays(1)),
                NOW.plus(Duration.ofDays(1)));
        return Objects.requireNonNull(store.totals.used(List.of(slice)).get(slice));
    }

    private record Sent(long accepted, BigDecimal used) {}

    private static Sent sentToTwoNodes(boolean unique) throws Exception {
        try (var store = new MeteringOnPostgres()) {
            CustomerKey customer = store.customer("twice");
            if (!unique) {
                store.jdbc
                        .sql("alter table usage_seen drop constraint usage_seen_pkey")
                        .update();
            }
            var meeting = new Meeting(false);
            UsageIntake one = store.intake(new Seen(store, meeting));
            UsageIntake other = store.intake(new Seen(store, meeting));
            store.months.makeAhead(NOW);
            long accepted =
                    atOnce(() -> one.take(events(customer), TEST), () -> other.take(events(customer), TEST)).stream()
                            .flatMap(List::stream)
                            .filter(outcome -> outcome.outcome() == Outcome.Kind.ACCEPTED)
                            .count();
            return new Sent(accepted, used(store, customer).stripTrailingZeros());
        }
    }

    @Test
    @DisplayName("F-76, mutation: the key of what was seen is what keeps two nodes from counting the same events twice")
    void theKeyOfWhatWasSeenIsNeeded() throws Exception {
        Sent guarded = sentToTwoNodes(true);
        assertThat(guarded.accepted()).isEqualTo(MANY);
        assertThat(guarded.used()).isEqualByComparingTo(BigDecimal.valueOf(MANY));
        assertThat(sentToTwoNodes(false).used())
                .as("without the key")
                .isEqualByComparingTo(BigDecimal.valueOf(2L * MANY));
    }

    // hours

    @Test
    @DisplayName("mutation: without the key of the hours nothing is counted rather than counted beside itself")
    void theKeyOfTheHoursIsNeeded() {
        try (var store = new MeteringOnPostgres()) {
            CustomerKey customer = store.customer("hours");
            store.months.makeAhead(NOW);
            store.jdbc
                    .sql("alter table usage_bucket drop constraint usage_bucket_pkey")
                    .update();
            assertThatThrownBy(() -> store.intake.take(events(customer), TEST)).isInstanceOf(DataAccessException.class);
            assertThat(store.jdbc
                            .sql("select count(*) from usage_log")
                            .query(Long.class)
                            .single())
                    .as("what was copied before goes with it")
                    .isZero();
        }
    }

    // the limit

    /**
     * Seen to fail: with {@code Room.fits} always true all five are reserved; with {@code Room.take} doing nothing too, since all
     * of a crowd are served from one reading.
     */
    @Test
    @DisplayName("mutation: of one crowd each takes away from what the next one finds; an expired one holds nothing")
    void theRoomIsNeeded() {
        try (var store = new MeteringOnPostgres()) {
            CustomerKey customer = store.customer("room");
            Allotment has = store.allow(customer, Meter.Aggregate.COUNT, 3, "BLOCK");
            assertThat(reserveInOneCrowd(store, has, 5)).isEqualTo(3);
            store.time.pass(Duration.ofMinutes(11));
            assertThat(reserveInOneCrowd(store, has, 5)).isEqualTo(3);
        }
    }

    private static long reserveInOneCrowd(MeteringOnPostgres store, Allotment has, int many) {
        var rows = new ReservationRows(store.jdbc);
        return Objects.requireNonNull(store.transactions.execute(_ -> {
            rows.lock(has.customer(), "calls");
            List<Wish> wishes = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                wishes.add(new Wish.Reserve(UUID.randomUUID(), has, BigDecimal.ONE, Duration.ofMinutes(10), "a test"));
            }
            Instant now = store.time.instant();
            var serving = new Serving(rows, store.totals, now, wishes);
            long done = wishes.stream()
                    .map(serving::serve)
                    .filter(Reserving.Done.class::isInstance)
                    .count();
            rows.insert(serving.made());
            return done;
        }));
    }
}
