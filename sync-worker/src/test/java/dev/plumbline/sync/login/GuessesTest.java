package dev.plumbline.sync.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How often a password, or a code, is looked at. */
class GuessesTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Attempt HERE = new Attempt("192.0.2.1", null);

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Guesses guesses = new Guesses(now::get);

    private Guesses.Tried wrong(String login, Attempt from) {
        return guesses.tried(login, from, false, () -> false);
    }

    /** Counted after it was looked at, all forty were looked at: as many as a server has threads. */
    @Test
    @DisplayName("S-9: of forty wrong passwords that come at once five are looked at, as of forty one after the other")
    void looksAtNoMoreWhenTheyComeAtOnce() throws InterruptedException {
        var looked = new AtomicInteger();
        var all = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(40)) {
            Collections.nCopies(40, "maria")
                    .forEach(login -> threads.execute(() -> {
                        var _ = guesses.tried(login, HERE, false, () -> {
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
        assertThat(wrong("maria", HERE).pause()).isEqualTo(Guesses.WINDOW);
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
        now.set(NOON.plus(Guesses.WINDOW));
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
