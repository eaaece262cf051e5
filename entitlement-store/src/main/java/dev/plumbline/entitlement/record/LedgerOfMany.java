package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Promotion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of customers whose rows this transaction holds already: they were read together and what is written of them is
 * written together. {@link Recording} does not see the difference, so many are resolved by the very code that resolves one.
 *
 * <p>One after the other: what is said of a customer counts once {@link #accept} is called, and is forgotten by {@link #lock}
 * of the next. So a customer that cannot be resolved leaves nothing behind.
 */
final class LedgerOfMany implements Ledger {
    private final Ledger one;
    private final LedgerRows rows;
    private final StatesRead states;
    private final long revision;

    private final List<Kept> kept = new ArrayList<>();
    private final Map<CustomerKey, List<Finding>> findings = new LinkedHashMap<>();
    private final List<Entry> written = new ArrayList<>();
    private final List<LedgerRows.Confirmation> confirmed = new ArrayList<>();
    private final List<Runnable> ofThisCustomer = new ArrayList<>();
    private boolean leftTraces;

    /**
     * @param one for what is not done for many
     * @param revision the newest when their rows were taken
     */
    LedgerOfMany(Ledger one, LedgerRows rows, StatesRead states, long revision) {
        this.one = one;
        this.rows = rows;
        this.states = states;
        this.revision = revision;
    }

    @Override
    public Optional<CustomerState> lock(CustomerKey customer) {
        ofThisCustomer.clear();
        leftTraces = false;
        return states.of(customer);
    }

    /** The customer that was locked last is resolved. */
    void accept() {
        ofThisCustomer.forEach(Runnable::run);
        ofThisCustomer.clear();
    }

    /** Everything that was accepted, in the same order of tables as one customer's writes. */
    void flush() {
        rows.keep(kept);
        rows.report(findings);
        rows.confirm(confirmed);
        rows.write(written);
    }

    @Override
    public long currentRevision() {
        return revision;
    }

    @Override
    public void keep(Kept what) {
        ofThisCustomer.add(() -> {
            kept.add(what);
            // The next customer with such a price is to see the name that this one keeps.
            what.lookupKeys().forEach(states::firstSeen);
        });
    }

    @Override
    public void report(CustomerKey customer, List<Finding> found) {
        ofThisCustomer.add(() -> findings.put(customer, found));
    }

    @Override
    public void write(Entry entry) {
        ofThisCustomer.add(() -> written.add(entry));
    }

    @Override
    public void confirm(CustomerKey customer, Resolution resolution, Made made) {
        ofThisCustomer.add(() -> confirmed.add(new LedgerRows.Confirmation(customer, resolution, made)));
    }

    /** At once: how many places are left is known only there. A customer that fails after it takes the whole batch back. */
    @Override
    public List<Facts.Enrolment> enrol(CustomerKey customer, List<Promotion> promotions, Instant now) {
        List<Facts.Enrolment> taken = one.enrol(customer, promotions, now);
        leftTraces = leftTraces || !taken.isEmpty();
        return taken;
    }

    /** Whether something was written already of the customer that was locked last. */
    boolean leftTraces() {
        return leftTraces;
    }

    @Override
    public Optional<String> unlinked(SubjectRef subject) {
        return one.unlinked(subject);
    }

    @Override
    public Optional<CustomerKey> customerOf(SubjectRef subject) {
        return one.customerOf(subject);
    }

    @Override
    public boolean adopt(SubjectRef subject, CustomerKey key) {
        return one.adopt(subject, key);
    }

    @Override
    public void reportUnlinked(SubjectRef subject, @Nullable String detail) {
        one.reportUnlinked(subject, detail);
    }
}
