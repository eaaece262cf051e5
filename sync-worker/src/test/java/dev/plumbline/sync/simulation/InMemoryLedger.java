package dev.plumbline.sync.simulation;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger in memory. A transaction is one step of the simulation, so locks hold by themselves. */
final class InMemoryLedger implements Ledger {
    final Map<SubjectRef, BillingSnapshot> snapshots = new LinkedHashMap<>();
    final Map<SubjectRef, CustomerKey> links = new HashMap<>();
    final Map<CustomerKey, List<Entry>> history = new HashMap<>();
    private final Map<CustomerKey, Kept> kept = new HashMap<>();

    @Override
    public Optional<CustomerKey> customerOf(SubjectRef subject) {
        return Optional.ofNullable(links.get(subject));
    }

    @Override
    public boolean adopt(SubjectRef subject, CustomerKey key) {
        if (links.containsValue(key)) {
            return false;
        }
        links.put(subject, key);
        return true;
    }

    @Override
    public Optional<CustomerState> lock(CustomerKey customer) {
        List<BillingSnapshot> ofCustomer = snapshots.values().stream()
                .filter(snapshot -> customer.equals(links.get(snapshot.subject())))
                .toList();
        List<Entry> versions = history.getOrDefault(customer, List.of());
        return Optional.of(new CustomerState(
                Known.of(customer),
                ofCustomer,
                kept.getOrDefault(customer, Kept.nothing()),
                versions.size(),
                versions.isEmpty() ? "" : versions.getLast().resolution().hash(),
                versions.isEmpty() ? 0 : versions.getLast().made().revision(),
                0,
                0));
    }

    @Override
    public long currentRevision() {
        return 1;
    }

    @Override
    public void keep(Kept what) {
        what.bindings().keySet().stream()
                .findFirst()
                .map(item -> links.get(item.subject()))
                .ifPresent(customer -> kept.put(customer, what));
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
        history.computeIfAbsent(entry.customer(), _ -> new ArrayList<>()).add(entry);
    }

    @Override
    public void confirm(CustomerKey customer, Resolution resolution, Made made) {}
}
