package dev.plumbline.entitlement.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.decision.KeptOverride.State;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Customers;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

class OverridesEndingTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final Author US = new Author("test", "because", "INC-1");
    private RunningStore store;

    @BeforeEach
    void start() {
        store = RunningStore.start();
        store.put("/v1/customers/acme", "{}");
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private KeptOverride override(Instant from, Instant until) {
        return store.bean(Overrides.class)
                .add(
                        new CustomerKey("acme"),
                        new KeptOverride.Terms("sso", Effect.GRANT, null, from, until, null, false),
                        US)
                .orElseThrow();
    }

    private int tell(Instant now) {
        return store.bean(OverridesEnding.class).tellEnding(now, 100);
    }

    @Test
    @DisplayName("04 override.ending is said once for each, from seven days before its end by business time")
    void tellsOnceOfWhatEndsSoon() {
        KeptOverride ending = override(NOW.minus(Duration.ofDays(30)), NOW.plus(Duration.ofDays(10)));
        override(NOW.minus(Duration.ofDays(30)), NOW.minus(Duration.ofDays(1)));
        override(NOW.plus(Duration.ofDays(4)), NOW.plus(Duration.ofDays(5)));
        KeptOverride ended = override(NOW, NOW.plus(Duration.ofDays(10)));
        store.bean(Overrides.class).end(ended.id(), () -> NOW.plusSeconds(1), US);

        assertThat(tell(NOW)).isZero();
        assertThat(tell(NOW.plus(Duration.ofDays(3)))).isEqualTo(1);
        assertThat(tell(NOW.plus(Duration.ofDays(3)))).isZero();
        assertThat(tell(NOW.plus(Duration.ofDays(9)))).isZero();

        assertThat(store.jdbc()
                        .sql(
                                "select kind || ' ' || customer_key || ' ' || (payload ->> 'override') || ' ' || (payload ->> 'link')"
                                        + " || ' ' || (payload ->> 'validUntil') from outbox")
                        .query(String.class)
                        .list())
                .containsExactly("override.ending acme " + ending.id() + " INC-1 2026-06-25T12:00:00.000000Z");
    }

    @Test
    @DisplayName("of what one node is telling another tells nothing, and does not wait for it")
    void tellsOnceFromManyNodes() {
        for (int i = 0; i < 20; i++) {
            override(NOW.minusSeconds(60), NOW.plus(Duration.ofDays(1)));
        }
        var ending = store.bean(OverridesEnding.class);
        // Without "for update skip locked" the other node waits for this transaction, and the test for the other node
        // (tried).
        store.bean(TransactionTemplate.class).executeWithoutResult(_ -> {
            assertThat(ending.tellEnding(NOW, 5)).isEqualTo(5);
            assertThat(CompletableFuture.supplyAsync(() -> ending.tellEnding(NOW, 100)))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isEqualTo(15);
        });
        assertThat(store.jdbc()
                        .sql("select count(distinct payload ->> 'override') from outbox where kind = 'override.ending'")
                        .query(Long.class)
                        .single())
                .isEqualTo(20);
    }

    /** With the instant of the request the second, which waited, ended it once more, and earlier (tried). */
    @Test
    @DisplayName("of two who end it at once one does, and the end is when it was written")
    void endsOnce() {
        KeptOverride override = override(NOW, NOW.plus(Duration.ofDays(10)));
        var clock = new AtomicReference<>(NOW.plusSeconds(1));
        var overrides = store.bean(Overrides.class);

        var second =
                Objects.requireNonNull(store.bean(TransactionTemplate.class).execute(_ -> {
                    store.bean(Customers.class).lock(Set.of(new CustomerKey("acme")));
                    var waits = CompletableFuture.supplyAsync(() -> overrides.end(override.id(), clock::get, US));
                    long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                    while (waiting() == 0 && !waits.isDone() && System.nanoTime() < patience) {
                        Thread.onSpinWait();
                    }
                    clock.set(NOW.plusSeconds(5));
                    assertThat(overrides.end(override.id(), clock::get, US)).isInstanceOf(Overrides.Ending.Done.class);
                    return waits;
                }));

        assertThat(second)
                .succeedsWithin(Duration.ofSeconds(10))
                .isInstanceOfSatisfying(
                        Overrides.Ending.OverAlready.class,
                        over -> assertThat(over.override().end()).isEqualTo(NOW.plusSeconds(5)));
    }

    private long waiting() {
        return store.jdbc()
                .sql("select count(*) from pg_locks where not granted")
                .query(Long.class)
                .single();
    }

    @Test
    void hasOneStateAtATime() {
        KeptOverride override = override(NOW, NOW.plus(Duration.ofDays(10)));
        Duration soon = Duration.ofDays(7);
        assertThat(override.state(NOW.minusSeconds(1), soon)).isEqualTo(State.FUTURE);
        assertThat(override.state(NOW, soon)).isEqualTo(State.ACTIVE);
        assertThat(override.state(NOW.plus(Duration.ofDays(3)), soon)).isEqualTo(State.ENDING);
        assertThat(override.state(NOW.plus(Duration.ofDays(10)), soon)).isEqualTo(State.ENDED);
    }
}
