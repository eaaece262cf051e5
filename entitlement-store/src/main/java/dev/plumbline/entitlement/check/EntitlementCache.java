package dev.plumbline.entitlement.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plumbline.entitlement.customer.CustomerKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The answers this node is asked for, in memory. A notice (customer, version) sets a floor: what is older is dropped, and a
 * load that comes in below it is done again. A sweep re-reads the versions of all that is held, so that a lost notice
 * leaves nothing stale for long; and when the database is away, what is held goes on answering and says how stale it is.
 */
public class EntitlementCache {
    private static final int BATCH = 1_000;
    private static final int LOADS_BELOW_FLOOR = 5;
    private static final Duration BETWEEN_LOADS = Duration.ofMillis(20);
    /** How long to wait for a version that a caller knows of (F-14). */
    static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Nothing tells us that an unknown customer has come to exist on another node. */
    static final Duration UNRESOLVED_HELD = Duration.ofSeconds(1);

    private static final Duration FLOOR_HELD = Duration.ofMinutes(1);
    /** A few of the largest batches, were they all about strangers. */
    private static final int MOST_UNRESOLVED = 30_000;

    private static final int MOST_FLOORS = 100_000;

    private final Loading loading;
    private final InstantSource time;
    private final Pause pause;
    private final Cache<String, Held> held;
    /** Customers that are unknown (empty) or were never resolved. */
    private final Cache<String, Optional<Held>> unresolved;

    private final Cache<String, Long> floors;

    /** Where answers come from: the database, or in tests one that lags. */
    interface Loading {
        Optional<Answer> current(CustomerKey customer);

        /** Of those that were ever resolved. */
        List<Answer> current(List<CustomerKey> customers);

        /** Of those that exist, as if nothing were bought; only to be asked about who was never resolved. */
        List<Answer> unresolved(List<CustomerKey> customers);

        Map<CustomerKey, Long> versions(List<CustomerKey> customers);
    }

    /** How to wait. */
    @FunctionalInterface
    interface Pause {
        void last(Duration duration);
    }

    /** What asking for a version that a caller knows of came to. */
    sealed interface AtLeast {
        record Found(Held held) implements AtLeast {}

        record Unknown() implements AtLeast {}

        record NotYetVisible(long version) implements AtLeast {}
    }

    EntitlementCache(Loading loading, InstantSource time, Pause pause, long weight) {
        this.loading = loading;
        this.time = time;
        this.pause = pause;
        this.held = Caffeine.newBuilder()
                .maximumWeight(weight)
                .weigher((String customer, Held answer) -> answer.answer().weight())
                .expireAfterAccess(Duration.ofHours(1))
                .build();
        this.unresolved = Caffeine.newBuilder()
                .maximumSize(MOST_UNRESOLVED)
                .expireAfterWrite(UNRESOLVED_HELD)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(time.millis()))
                .build();
        this.floors = Caffeine.newBuilder()
                .maximumSize(MOST_FLOORS)
                .expireAfterWrite(FLOOR_HELD)
                .build();
    }

    /** From memory if it is there; empty for an unknown customer. */
    Optional<Held> get(String customer) {
        Held answer = held.getIfPresent(customer);
        return answer != null ? Optional.of(answer) : miss(customer);
    }

    private Optional<Held> miss(String customer) {
        Optional<Held> brief = unresolved.getIfPresent(customer);
        return brief != null ? brief : load(customer);
    }

    /** Not confirmed longer ago than that. */
    Optional<Held> noOlderThan(String customer, Duration maxAge) {
        return get(customer)
                .filter(answer -> answer.staleness(time.instant()).compareTo(maxAge) <= 0)
                .or(() -> load(customer));
    }

    /** Straight from the database. */
    Optional<Held> load(String customer) {
        return CustomerKeys.of(customer).flatMap(key -> load(customer, key));
    }

    private Optional<Held> load(String customer, CustomerKey key) {
        for (int n = 1; ; n++) {
            Instant asked = time.instant();
            Optional<Held> loaded = loading.current(key).map(answer -> new Held(answer, asked));
            long version = loaded.map(Held::version).orElse(0L);
            if (version >= floor(customer)) {
                Optional<Held> kept = keep(customer, loaded);
                if (kept.map(Held::version).orElse(0L) >= floor(customer)) {
                    return kept;
                }
                held.invalidate(customer); // a notice came between
            } else if (n >= LOADS_BELOW_FLOOR) {
                return loaded; // not kept: whoever asks next looks again
            }
            if (n < LOADS_BELOW_FLOOR) {
                pause.last(BETWEEN_LOADS);
            }
        }
    }

    /** At least that version, waited for a little: a caller that knows of a version never gets an older one (F-14). */
    AtLeast atLeast(String customer, long version) {
        Instant until = time.instant().plus(PATIENCE);
        Optional<Held> found = get(customer);
        while (found.map(Held::version).orElse(0L) < version) {
            if (!time.instant().isBefore(until)) {
                return found.<AtLeast>map(old -> new AtLeast.NotYetVisible(old.version()))
                        .orElseGet(AtLeast.Unknown::new);
            }
            found = load(customer);
            if (found.map(Held::version).orElse(0L) < version) {
                pause.last(BETWEEN_LOADS);
            }
        }
        return found.<AtLeast>map(AtLeast.Found::new).orElseGet(AtLeast.Unknown::new);
    }

    /** Loads what is not held, many at once, before a batch of checks. */
    void prepare(Collection<String> customers) {
        List<CustomerKey> missing = customers.stream()
                .distinct()
                .filter(this::isMissing)
                .flatMap(customer -> CustomerKeys.of(customer).stream())
                .toList();
        for (int from = 0; from < missing.size(); from += BATCH) {
            Instant asked = time.instant();
            List<CustomerKey> some = missing.subList(from, Math.min(from + BATCH, missing.size()));
            List<Answer> loaded = loading.current(some);
            loaded.stream()
                    .filter(answer ->
                            answer.version() >= floor(answer.customer().value()))
                    .forEach(answer -> keepUnlessNoticed(answer, asked));
            prepareUnresolved(some, loaded, asked);
        }
    }

    /** So that a batch about strangers, or about customers that nobody resolved yet, does not ask for each by itself. */
    private void prepareUnresolved(List<CustomerKey> some, List<Answer> loaded, Instant asked) {
        var others = new HashMap<CustomerKey, Optional<Held>>();
        some.forEach(customer -> others.put(customer, Optional.empty()));
        loaded.forEach(answer -> others.remove(answer.customer()));
        if (others.isEmpty()) {
            return;
        }
        loading.unresolved(List.copyOf(others.keySet()))
                .forEach(answer -> others.put(answer.customer(), Optional.of(new Held(answer, asked))));
        others.forEach((customer, answer) -> {
            if (floor(customer.value()) == 0) { // no notice came between
                unresolved.put(customer.value(), answer);
            }
        });
    }

    private void keepUnlessNoticed(Answer answer, Instant asked) {
        String customer = answer.customer().value();
        Held kept = held.asMap().merge(customer, new Held(answer, asked), EntitlementCache::newer);
        if (kept != null && kept.version() < floor(customer)) {
            held.invalidate(customer);
        }
    }

    private boolean isMissing(String customer) {
        return held.getIfPresent(customer) == null && unresolved.getIfPresent(customer) == null;
    }

    /** The database has this version by now: what is older is not answered any more. */
    public void noticed(CustomerKey customer, long version) {
        String key = customer.value();
        floors.asMap().merge(key, version, Math::max);
        unresolved.invalidate(key);
        held.asMap().computeIfPresent(key, (_, answer) -> answer.version() < version ? null : answer);
    }

    /** Something about the customer changed that has no version: it came to exist, or its country is another. */
    public void changed(CustomerKey customer) {
        unresolved.invalidate(customer.value());
    }

    /** How many answers are held, by and by: for the bound and for metrics. */
    long held() {
        held.cleanUp();
        return held.estimatedSize();
    }

    /**
     * Compares all that is held with the database.
     *
     * @return how many were dropped
     */
    public int confirm() {
        int dropped = 0;
        var batch = new ArrayList<Held>(BATCH);
        for (Held answer : held.asMap().values()) {
            batch.add(answer);
            if (batch.size() == BATCH) {
                dropped += confirm(batch);
                batch.clear();
            }
        }
        return dropped + confirm(batch);
    }

    private int confirm(List<Held> batch) {
        Instant asked = time.instant();
        Map<CustomerKey, Long> versions = batch.isEmpty()
                ? Map.of()
                : loading.versions(
                        batch.stream().map(held -> held.answer().customer()).toList());
        int dropped = 0;
        for (Held answer : batch) {
            CustomerKey customer = answer.answer().customer();
            long version = versions.getOrDefault(customer, 0L);
            if (version == answer.version()) {
                answer.confirm(asked);
            } else if (version == 0L || version > answer.version()) {
                held.asMap().remove(customer.value(), answer);
                dropped++;
            }
        }
        return dropped;
    }

    private Optional<Held> keep(String customer, Optional<Held> loaded) {
        if (loaded.isEmpty() || loaded.get().version() == 0) {
            unresolved.put(customer, loaded);
            return loaded;
        }
        return Optional.of(held.asMap().merge(customer, loaded.get(), EntitlementCache::newer));
    }

    private static Held newer(Held one, Held other) {
        return other.version() >= one.version() ? other : one;
    }

    private long floor(String customer) {
        Long floor = floors.getIfPresent(customer);
        return floor == null ? 0 : floor;
    }
}
