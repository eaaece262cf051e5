package dev.plumbline.sync.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.plumbline.entitlement.record.ComparisonKey;
import dev.plumbline.sync.support.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;

/** How often a password, or a code, is looked at: by two nodes on one database. */
class GuessesTest {
    private static final String DATABASE = TestPostgres.freshDatabase();
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Attempt HERE = new Attempt("192.0.2.1", null);

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final HikariDataSource one = node();
    private final HikariDataSource other = node();
    private final Guesses guesses = guesses(one);
    private final Guesses elsewhere = guesses(other);

    @AfterEach
    void forget() {
        JdbcClient.create(one).sql("delete from login_try").update();
        one.close();
        other.close();
    }

    private static HikariDataSource node() {
        var database = new HikariDataSource();
        database.setJdbcUrl(DATABASE);
        database.setUsername("postgres");
        database.setMaximumPoolSize(20);
        database.setMinimumIdle(0);
        return database;
    }

    private static LoginTries tries(DataSource database) {
        JdbcClient jdbc = JdbcClient.create(database);
        return new LoginTries(jdbc, new ComparisonKey(jdbc), new JdbcTransactionManager(database));
    }

    private Guesses guesses(DataSource database) {
        return new Guesses(tries(database), now::get);
    }

    private Guesses.Tried wrong(String login, Attempt from) {
        return guesses.tried(login, from, false, () -> false);
    }

    /** Counted after it was looked at, all forty were looked at: as many as a server has threads. */
    @Test
    @DisplayName(
            "S-9: of forty wrong passwords that come to two nodes at once five are looked at, as of forty one after the other")
    void looksAtNoMoreWhenTheyComeAtOnce() throws InterruptedException {
        var looked = new AtomicInteger();
        var nodes = new AtomicInteger();
        var all = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(40)) {
            Collections.nCopies(40, "maria")
                    .forEach(login -> threads.execute(() -> {
                        Guesses node = nodes.incrementAndGet() % 2 == 0 ? guesses : elsewhere;
                        var _ = node.tried(login, HERE, false, () -> {
                            looked.incrementAndGet();
                            await(all);
                            return false;
                        });
                        if (looked.get() >= 5) {
                            all.countDown();
                        }
                    }));
        }
        assertThat(looked).hasValue(5);
        assertThat(wrong("maria", HERE).pause()).isEqualTo(LoginTries.WINDOW);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName(
            "S-9: from many places fifty of one login; the right one counts for nothing, and forgets what was mistyped here")
    void countsByLoginFromManyPlaces() {
        for (int i = 0; i < 50; i++) {
            assertThat(wrong("rune", new Attempt("198.51.100." + i, null)).pause())
                    .isZero();
            assertThat(guesses.tried("petra", HERE, false, () -> true))
                    .isEqualTo(new Guesses.Tried(Duration.ZERO, true));
        }
        assertThat(wrong("rune", new Attempt("203.0.113.9", null)).pause()).isPositive();
        now.set(NOON.plus(LoginTries.WINDOW));
        assertThat(wrong("rune", new Attempt("203.0.113.9", null)).pause()).isZero();

        for (int i = 0; i < 4; i++) {
            wrong("petra", HERE);
        }
        assertThat(guesses.tried("petra", HERE, false, () -> true).fits()).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(wrong("petra", HERE).pause()).isZero();
        }
        assertThat(wrong("petra", HERE).pause()).isPositive();
    }

    @Test
    @DisplayName("S-9: what is refused unlooked at counts nowhere: a place that is shut shuts no login elsewhere")
    void countsNothingThatWasNotLookedAt() {
        for (int i = 0; i < 200; i++) {
            wrong("login" + i % 20, HERE);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(wrong("rune", HERE).pause()).as("the place is shut").isPositive();
        }
        assertThat(wrong("rune", new Attempt("203.0.113.9", null)).pause()).isZero();
    }

    @Test
    @DisplayName("S-9: a second node is no second set of tries, and a restart forgets none; what is old is forgotten")
    void countsForAllNodes() {
        for (int i = 0; i < 5; i++) {
            Guesses node = i % 2 == 0 ? guesses : elsewhere;
            assertThat(node.tried("olga", HERE, false, () -> false).pause()).isZero();
        }
        assertThat(elsewhere.tried("olga", HERE, false, () -> true))
                .isEqualTo(new Guesses.Tried(LoginTries.WINDOW, false));
        assertThat(guesses(one).tried("olga", HERE, false, () -> true).pause())
                .as("of a node that has just started")
                .isPositive();
        assertThat(elsewhere
                        .tried("olga", new Attempt(HERE.address(), "a browser of hers"), true, () -> true)
                        .fits())
                .as("she herself gets in")
                .isTrue();

        tries(one).forgetOld(NOON.plus(LoginTries.WINDOW).minusMillis(1));
        assertThat(wrong("olga", HERE).pause()).as("it is not old yet").isPositive();
        tries(one).forgetOld(NOON.plus(LoginTries.WINDOW));
        assertThat(kept()).isEmpty();
        assertThat(wrong("olga", HERE).pause()).isZero();
    }

    @Test
    @DisplayName(
            "S-9 S-11: neither logins nor places stand in the table: what is typed there by mistake may be a password")
    void keepsNoWords() {
        wrong("hunter2hunter2", HERE);
        assertThat(kept()).hasSize(3).noneMatch(row -> row.contains("hunter2") || row.contains(HERE.address()));
        assertThat(kept().toString())
                .doesNotContain(HexFormat.of().formatHex("hunter2".getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> kept() {
        return JdbcClient.create(one)
                .sql("select t::text as kept from login_try t")
                .query((row, n) -> row.getString("kept"))
                .list();
    }

    @Test
    @DisplayName("S-9: while the tries cannot be counted no password is looked at")
    void looksAtNothingUncounted() {
        other.close();
        assertThatThrownBy(() -> elsewhere.tried("rune", HERE, false, () -> {
                    throw new AssertionError("It was looked at");
                }))
                .isInstanceOfAny(DataAccessException.class, TransactionException.class);
    }

    @Test
    @DisplayName("A try that the database was away for is none")
    void countsNoFault() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> guesses.tried("rune", HERE, false, () -> {
                        throw new IllegalStateException("away");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(wrong("rune", HERE).pause()).isZero();
    }
}
