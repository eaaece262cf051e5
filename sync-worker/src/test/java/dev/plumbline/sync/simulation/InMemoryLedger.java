package dev.plumbline.sync.simulation;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.Resolution;
import dev.plumbline.sync.simulation.Rows.CustomerRow;
import dev.plumbline.sync.simulation.Rows.OutboxRow;
import dev.plumbline.sync.simulation.Rows.Pins;
import dev.plumbline.sync.simulation.Rows.VersionKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/** The ledger in memory, in the transaction that is open, statement for statement as PostgreSQL does it. */
final class InMemoryLedger implements Ledger {
    private final InMemoryDatabase database;
    private final Rows rows;
    private final Broken broken;

    InMemoryLedger(InMemoryDatabase database, Rows rows, Broken broken) {
        this.database = database;
        this.rows = rows;
        this.broken = broken;
    }

    @Override
    public Optional<CustomerKey> customerOf(SubjectRef subject) {
        return database.statement(false, () -> Optional.ofNullable(database.get(rows.links, subject)));
    }

    @Override
    public boolean adopt(SubjectRef subject, CustomerKey key) {
        return database.statement(true, () -> {
            database.lock(rows.customers, key);
            if (database.get(rows.customers, key) == null) {
                database.put(rows.customers, key, CustomerRow.NEW);
            }
            if (database.all(rows.links).containsValue(key) || database.get(rows.links, subject) != null) {
                return false;
            }
            database.put(rows.links, subject, key);
            return true;
        });
    }

    @Override
    public Optional<String> unlinked(SubjectRef subject) {
        return database.statement(
                false,
                () -> Optional.ofNullable(database.get(rows.unlinked, subject)).map(from -> "Unlinked from " + from));
    }

    @Override
    public Optional<CustomerState> lock(CustomerKey customer) {
        Optional<Known> early = broken == Broken.FACTS_UNDER_LOCK ? Optional.of(known(customer)) : Optional.empty();
        List<BillingSnapshot> earlySnapshots = early.isPresent() ? snapshots(customer) : List.of();
        boolean there = database.waiting(() -> {
            database.lock(rows.customers, customer);
            return database.get(rows.customers, customer) != null;
        });
        if (!there) {
            return Optional.empty();
        }
        CustomerRow row =
                database.statement(false, () -> Objects.requireNonNull(database.get(rows.customers, customer)));
        List<BillingSnapshot> snapshots = early.isPresent() ? earlySnapshots : snapshots(customer);
        return Optional.of(new CustomerState(
                early.orElseGet(() -> known(customer)),
                snapshots,
                kept(customer, snapshots),
                row.version(),
                row.hash(),
                row.resolvedRevision(),
                row.resolver(),
                0));
    }

    private Known known(CustomerKey customer) {
        return database.statement(
                false,
                () -> new Known(
                        customer,
                        null,
                        Map.of(),
                        database.list(rows.phases).stream()
                                .filter(phase -> phase.customer().equals(customer))
                                .map(Rows.Phase::fact)
                                .toList(),
                        List.of(),
                        database.list(rows.overrides).stream()
                                .filter(override -> override.customer().equals(customer))
                                .map(Rows.PersonsOverride::fact)
                                .toList()));
    }

    private List<BillingSnapshot> snapshots(CustomerKey customer) {
        return database.statement(
                false,
                () -> subjects(customer).stream()
                        .map(subject -> database.get(rows.snapshots, subject))
                        .filter(Objects::nonNull)
                        .toList());
    }

    private List<SubjectRef> subjects(CustomerKey customer) {
        return database.all(rows.links).entrySet().stream()
                .filter(link -> link.getValue().equals(customer))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Kept kept(CustomerKey customer, List<BillingSnapshot> snapshots) {
        return database.statement(false, () -> {
            var kept = new Pins(new HashMap<>(), new HashMap<>());
            for (SubjectRef subject : subjects(customer)) {
                Pins pins = database.get(rows.pins, subject);
                if (pins != null) {
                    kept.bindings().putAll(pins.bindings());
                    kept.standings().putAll(pins.standings());
                }
            }
            var lookupKeys = new HashMap<PriceRef, String>();
            for (BillingSnapshot snapshot : snapshots) {
                snapshot.subscriptions().stream()
                        .flatMap(subscription -> subscription.items().stream())
                        .map(item -> new PriceRef(
                                snapshot.subject().provider(),
                                snapshot.subject().account(),
                                item.price()))
                        .forEach(price -> {
                            String key = database.get(rows.prices, price);
                            if (key != null) {
                                lookupKeys.put(price, key);
                            }
                        });
            }
            return new Kept(kept.bindings(), kept.standings(), lookupKeys);
        });
    }

    @Override
    public long currentRevision() {
        return database.statement(false, () -> (long) database.all(rows.models).size());
    }

    @Override
    public void keep(Kept what) {
        var bySubject = new TreeMap<SubjectRef, Pins>();
        what.bindings()
                .forEach((item, binding) ->
                        in(bySubject, item.subject()).bindings().put(item, binding));
        what.standings()
                .forEach((subscription, standing) ->
                        in(bySubject, subscription.subject()).standings().put(subscription, standing));
        database.statement(true, () -> {
            bySubject.forEach((subject, pins) -> database.put(rows.pins, subject, pins));
            what.lookupKeys().forEach((price, key) -> {
                if (database.get(rows.prices, price) == null) {
                    database.put(rows.prices, price, key);
                }
            });
            return true;
        });
    }

    private static Pins in(Map<SubjectRef, Pins> pins, SubjectRef subject) {
        return pins.computeIfAbsent(subject, _ -> new Pins(new HashMap<>(), new HashMap<>()));
    }

    @Override
    public void report(CustomerKey customer, List<Finding> findings) {}

    @Override
    public void reportUnlinked(SubjectRef subject, @Nullable String detail) {}

    @Override
    public List<Facts.Enrolment> enrol(CustomerKey customer, List<Promotion> promotions, Instant now) {
        return List.of();
    }

    @Override
    public void write(Entry entry) {
        database.statement(true, () -> {
            var version = new VersionKey(entry.customer(), entry.version());
            if (database.get(rows.history, version) != null) {
                throw new DuplicateKeyException("entitlement_history: " + version);
            }
            database.put(rows.history, version, entry);
            database.edit(
                    rows.customers,
                    entry.customer(),
                    row -> row.resolved(entry.version(), entry.resolution().hash(), entry.made()));
            database.put(rows.audit, rows.next(), version);
            database.put(rows.outbox, rows.next(), new OutboxRow(version, null));
            return true;
        });
    }

    @Override
    public void confirm(CustomerKey customer, Resolution resolution, Made made) {
        database.statement(
                true,
                () -> database.edit(rows.customers, customer, row -> row.resolved(row.version(), row.hash(), made)));
    }
}
