package dev.plumbline.entitlement.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.entitlement.SettableTime;
import dev.plumbline.entitlement.check.EntitlementCache.AtLeast;
import dev.plumbline.entitlement.customer.CustomerKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is held, for how long it may be believed, and that a notice is never answered with something older. */
class EntitlementCacheTest {
    private static final CustomerKey ACME = new CustomerKey("acme");

    private final SettableTime time = new SettableTime("2026-11-21T10:00:00Z");
    private final Database database = new Database();
    private final List<Duration> waits = new ArrayList<>();
    private Runnable whileWaiting = () -> {};
    private final EntitlementCache cache = new EntitlementCache(
            database,
            time,
            duration -> {
                waits.add(duration);
                time.pass(duration);
                whileWaiting.run();
            },
            1_000);

    /** A database whose replica may lag behind, and which may be away. */
    private static final class Database implements EntitlementCache.Loading {
        final Map<CustomerKey, Long> versions = new HashMap<>();
        Supplier<Map<CustomerKey, Long>> seen = () -> versions;
        int loads;
        boolean away;

        @Override
        public Optional<Answer> current(CustomerKey customer) {
            loads++;
            check();
            return Optional.ofNullable(seen.get().get(customer)).map(version -> answer(customer, version));
        }

        @Override
        public List<Answer> current(List<CustomerKey> customers) {
            return customers.stream()
                    .filter(customer -> seen.get().getOrDefault(customer, 0L) > 0)
                    .flatMap(customer -> current(customer).stream())
                    .toList();
        }

        @Override
        public List<Answer> unresolved(List<CustomerKey> customers) {
            return customers.stream()
                    .filter(customer -> seen.get().containsKey(customer))
                    .map(customer -> answer(customer, 0))
                    .toList();
        }

        @Override
        public Map<CustomerKey, Long> versions(List<CustomerKey> customers) {
            check();
            var found = new HashMap<>(versions);
            found.keySet().retainAll(customers);
            return found;
        }

        private void check() {
            if (away) {
                throw new IllegalStateException("away");
            }
        }

        private static Answer answer(CustomerKey customer, long version) {
            return new Answer(customer, version, Instant.EPOCH, Instant.EPOCH, 1, Map.of());
        }
    }

    private long version() {
        return cache.get("acme").orElseThrow().version();
    }

    private Duration staleness() {
        return cache.get("acme").orElseThrow().staleness(time.instant());
    }

    @Test
    void asksTheDatabaseOnceForManyChecks() {
        database.versions.put(ACME, 1L);
        for (int i = 0; i < 100; i++) {
            assertThat(version()).isEqualTo(1);
        }
        assertThat(database.loads).isEqualTo(1);
    }

    @Test
    void dropsWhatANoticeMakesOldAndKeepsWhatItDoesNot() {
        database.versions.put(ACME, 1L);
        assertThat(version()).isEqualTo(1);
        cache.noticed(ACME, 1);
        assertThat(version()).isEqualTo(1);
        assertThat(database.loads).isEqualTo(1);

        database.versions.put(ACME, 2L);
        cache.noticed(ACME, 2);
        assertThat(version()).isEqualTo(2);
    }

    @Test
    void readsAgainWhenALoadComesInBelowTheFloor() {
        database.versions.put(ACME, 2L);
        database.seen = () -> database.loads < 3 ? Map.of(ACME, 1L) : database.versions;
        cache.noticed(ACME, 2);

        assertThat(version()).isEqualTo(2);
        assertThat(waits).hasSize(2);
    }

    @Test
    void doesNotHoldWhatStaysBelowTheFloor() {
        database.versions.put(ACME, 1L);
        cache.noticed(ACME, 9); // a notice of a database that was restored since
        assertThat(version()).isEqualTo(1);
        int loads = database.loads;
        assertThat(version()).isEqualTo(1);
        assertThat(database.loads).isGreaterThan(loads);
    }

    @Test
    void doesNotInstallALoadThatANoticeOvertook() {
        database.versions.put(ACME, 1L);
        database.seen = () -> {
            if (database.loads == 1) { // the row was read, and then, before it is installed:
                database.versions.put(ACME, 2L);
                cache.noticed(ACME, 2);
                return Map.of(ACME, 1L);
            }
            return database.versions;
        };
        assertThat(version()).isEqualTo(2);
        assertThat(version()).isEqualTo(2);
    }

    @Test
    @DisplayName("F-14 a read with minVersion waits for the version it knows of")
    void waitsForAVersionThatIsOnItsWay() {
        database.versions.put(ACME, 1L);
        assertThat(version()).isEqualTo(1);
        whileWaiting = () -> {
            if (waits.size() == 3) {
                database.versions.put(ACME, 2L);
            }
        };
        assertThat(cache.atLeast("acme", 2))
                .isInstanceOfSatisfying(
                        AtLeast.Found.class,
                        found -> assertThat(found.held().version()).isEqualTo(2));
    }

    @Test
    @DisplayName("F-14 a read with minVersion gives up after a bounded wait and is never older")
    void doesNotWaitForEver() {
        database.versions.put(ACME, 1L);
        Instant before = time.instant();
        assertThat(cache.atLeast("acme", 2)).isEqualTo(new AtLeast.NotYetVisible(1));
        assertThat(Duration.between(before, time.instant()))
                .isBetween(EntitlementCache.PATIENCE, EntitlementCache.PATIENCE.plusMillis(100));
        assertThat(cache.atLeast("nobody", 1)).isEqualTo(new AtLeast.Unknown());
    }

    @Test
    void saysHowLongAgoItWasConfirmed() {
        database.versions.put(ACME, 1L);
        assertThat(staleness()).isEqualTo(Duration.ZERO);
        time.pass(Duration.ofMillis(200));
        assertThat(staleness()).hasToString("PT0.2S");
        cache.confirm();
        assertThat(staleness()).isEqualTo(Duration.ZERO);
    }

    @Test
    void growsStalerWhileTheDatabaseIsAwayAndGoesOnAnswering() {
        database.versions.put(ACME, 1L);
        version();
        database.away = true;
        time.pass(Duration.ofMinutes(3));
        assertThatThrownBy(cache::confirm).hasMessage("away");
        assertThat(version()).isEqualTo(1);
        assertThat(staleness()).isEqualTo(Duration.ofMinutes(3));
        assertThatThrownBy(() -> cache.noOlderThan("acme", Duration.ofSeconds(5)))
                .hasMessage("away");
    }

    @Test
    void findsInTheSweepWhatNoNoticeTold() {
        database.versions.put(ACME, 1L);
        version();
        database.versions.put(ACME, 2L);
        assertThat(version()).isEqualTo(1);
        assertThat(cache.confirm()).isEqualTo(1);
        assertThat(version()).isEqualTo(2);
        database.versions.clear();
        assertThat(cache.confirm()).isEqualTo(1);
        assertThat(cache.get("acme")).isEmpty();
    }

    @Test
    void readsAgainWhatIsOlderThanTheCallerWants() {
        database.versions.put(ACME, 1L);
        version();
        time.pass(Duration.ofSeconds(5));
        cache.noOlderThan("acme", Duration.ofSeconds(5));
        assertThat(database.loads).isEqualTo(1);
        time.pass(Duration.ofMillis(1));
        cache.noOlderThan("acme", Duration.ofSeconds(5));
        assertThat(database.loads).isEqualTo(2);
        assertThat(staleness()).isEqualTo(Duration.ZERO);
    }

    @Test
    void forgetsSoonThatACustomerIsUnknown() {
        assertThat(cache.get("acme")).isEmpty();
        assertThat(cache.get("acme")).isEmpty();
        assertThat(database.loads).isEqualTo(1);
        database.versions.put(ACME, 1L);
        time.pass(Duration.ofMillis(1_001));
        assertThat(cache.get("acme")).isPresent();
    }

    @Test
    void hearsAtOnceThatAnUnknownCustomerCameToBe() {
        assertThat(cache.get("acme")).isEmpty();
        database.versions.put(ACME, 1L);
        cache.noticed(ACME, 1);
        assertThat(cache.get("acme")).isPresent();
    }

    @Test
    void neverReplacesANewerAnswerByAnOlderOne() {
        database.versions.put(ACME, 5L);
        version();
        database.seen = () -> Map.of(ACME, 4L);
        cache.load("acme");
        assertThat(version()).isEqualTo(5);
    }

    @Test
    void holdsNoMoreThanItsBound() {
        for (int i = 0; i < 5_000; i++) {
            database.versions.put(new CustomerKey("c" + i), 1L);
            cache.get("c" + i);
        }
        assertThat(cache.held()).isLessThanOrEqualTo(1_000);
    }

    @Test
    @DisplayName("A batch about strangers and about customers that were never resolved asks for none of them by itself")
    void loadsNobodyOfABatchByItself() {
        database.versions.put(ACME, 0L); // exists, and was never resolved
        var asked = new ArrayList<>(
                IntStream.range(0, 10_000).mapToObj(n -> "nobody-" + n).toList());
        asked.add("acme");
        cache.prepare(asked);
        assertThat(asked.stream().filter(customer -> cache.get(customer).isPresent()))
                .containsExactly("acme");
        assertThat(database.loads).isZero();

        database.versions.put(new CustomerKey("nobody-7"), 1L);
        assertThat(cache.get("nobody-7")).isEmpty();
        time.pass(EntitlementCache.UNRESOLVED_HELD);
        assertThat(cache.get("nobody-7")).isPresent();
    }

    @Test
    void loadsABatchInOneGoAndAnswersItFromMemory() {
        database.versions.put(ACME, 1L);
        cache.prepare(List.of("acme", "acme", "nobody", ""));
        assertThat(database.loads).isEqualTo(1);
        assertThat(version()).isEqualTo(1);
        assertThat(database.loads).isEqualTo(1);
    }
}
