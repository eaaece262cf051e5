package dev.plumbline.sync.pace;

import static dev.plumbline.connectors.Urgency.BACKFILL;
import static dev.plumbline.connectors.Urgency.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Pace;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.RequestBudget;
import dev.plumbline.connectors.Timetable.Booking;
import dev.plumbline.sync.support.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PostgresTimetableTest {
    private static HikariDataSource database;
    private static JdbcClient jdbc;

    @BeforeAll
    static void open() {
        database = pool(8);
        jdbc = JdbcClient.create(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    @DisplayName("Four nodes that all want more than there is: together no more than the budget, and most of it used")
    void staysWithinTheBudgetTogether() {
        int perSecond = 200;
        int seconds = 4;
        var calls = new AtomicInteger();
        var waiting = new AtomicInteger();
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (RequestBudget node : IntStream.range(0, 4)
                    .mapToObj(_ -> budget("crowd", perSecond))
                    .toList()) {
                nodes.execute(() -> {
                    while (System.nanoTime() < end) {
                        int taken = node.takeNow(LIVE, 16).size();
                        calls.addAndGet(taken);
                        if (taken == 0) {
                            waiting.incrementAndGet();
                            LockSupport.parkNanos(
                                    Math.max(1_000_000, node.untilNext(LIVE).toNanos()));
                        }
                    }
                });
            }
        }
        double took = (System.nanoTime() - start) / 1e9;
        long bookings = jdbc.sql("select bookings from request_budget where account = 'crowd'")
                .query(Long.class)
                .single();
        System.out.printf(
                "%d turns in %.2f s at %d per second; %d bookings, waited %d times%n",
                calls.get(), took, perSecond, bookings, waiting.get());
        assertThat((double) calls.get()).isLessThanOrEqualTo(perSecond * (took + 0.4) + 1);
        // What a busy machine does not fetch in time is lost, as it should be: most of it is what an idle one uses.
        assertThat(calls.get()).isGreaterThan((int) (0.4 * perSecond * seconds));
        assertThat(bookings).as("not one question per request").isLessThan(calls.get() / 2);
    }

    @Test
    @DisplayName("F-40 accounts of the same provider have budgets of their own")
    void keepsAccountsApart() {
        assertThat(budget("one", 1).takeNow(LIVE, 10)).hasSizeBetween(1, 3);
        assertThat(budget("two", 1).takeNow(LIVE, 10)).hasSizeBetween(1, 3);
    }

    @Test
    @DisplayName(
            "F-25 the moments are the database's: what one node booked ahead no other has, whatever its own clock says")
    void booksOnTheDatabasesClock() {
        var timetable = timetable("clock", 10);
        Booking first = timetable.book(LIVE, 2);
        Booking second = timetable.book(LIVE, 2);
        assertThat(first.turns()).isEqualTo(2);
        assertThat(second.lead()).isGreaterThan(first.lead());
        Instant next = jdbc.sql("select next_at from request_budget where account = 'clock'")
                .query((row, _) ->
                        row.getObject("next_at", java.time.OffsetDateTime.class).toInstant())
                .single();
        Instant now = jdbc.sql("select clock_timestamp()")
                .query((row, _) ->
                        row.getObject(1, java.time.OffsetDateTime.class).toInstant())
                .single();
        assertThat(next).isBetween(now.minusSeconds(5), now.plusSeconds(1));
    }

    @Test
    @DisplayName("F-63 one node heard 429: backfill of all nodes waits, live does not")
    void holdsBackfillEverywhere() {
        timetable("told", 25).book(LIVE, 1);
        timetable("told", 25).holdBackfill(Duration.ofSeconds(30));
        Booking refused = timetable("told", 25).book(BACKFILL, 1);
        assertThat(refused.turns()).isZero();
        assertThat(refused.pause()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(timetable("told", 25).book(LIVE, 1).turns()).isEqualTo(1);
    }

    @Test
    @DisplayName("The database is away: no turn, hence no request, and one question a second")
    void failsClosed() {
        HikariDataSource away = pool(1);
        var asked = new AtomicInteger();
        var account = new BillingAccount(Provider.STRIPE, "away");
        var budget = new RequestBudget(
                account,
                new PostgresTimetable(JdbcClient.create(away), account, Pace.perSecond(25)),
                Pace.perSecond(25),
                RequestBudget.Ticks.REAL,
                new RequestBudget.Watch() {
                    @Override
                    public void away(RuntimeException failure) {
                        asked.incrementAndGet();
                    }
                });
        assertThat(budget.takeNow(LIVE, 1)).hasSize(1);
        away.close();
        LockSupport.parkNanos(
                Duration.ofMillis(700).toNanos()); // 200 ms ahead, good for 200 ms: what was booked is lost by then
        long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (System.nanoTime() < until) {
            assertThat(budget.takeNow(LIVE, 16)).isEmpty();
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(asked).hasValueBetween(1, 4);
    }

    private static RequestBudget budget(String account, int perSecond) {
        return new RequestBudget(
                new BillingAccount(Provider.STRIPE, account),
                timetable(account, perSecond),
                Pace.perSecond(perSecond),
                RequestBudget.Ticks.REAL,
                RequestBudget.Watch.NOBODY);
    }

    private static PostgresTimetable timetable(String account, int perSecond) {
        return new PostgresTimetable(jdbc, new BillingAccount(Provider.STRIPE, account), Pace.perSecond(perSecond));
    }

    private static HikariDataSource pool(int size) {
        var config = new HikariConfig();
        config.setJdbcUrl(database == null ? TestPostgres.freshDatabase() : database.getJdbcUrl());
        config.setUsername("postgres");
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }
}
