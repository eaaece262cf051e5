package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Kept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Pins of many customers, moved together in the transaction of the caller: locked in the order of their keys, read together,
 * resolved one by one by the code that resolves everybody, and written together. The pin and the answer are there at once.
 */
@Repository
public class MovesOfMany {
    private final Customers customers;
    private final Ledger ledger;
    private final CustomerStates states;
    private final LedgerRows rows;
    private final Recording recording;

    MovesOfMany(Customers customers, Ledger ledger, CustomerStates states, LedgerRows rows, Recording recording) {
        this.customers = customers;
        this.ledger = ledger;
        this.states = states;
        this.rows = rows;
        this.recording = recording;
    }

    /** What is decided of a customer, as it is under its lock. */
    @FunctionalInterface
    public interface Deciding {
        /** @return null when its pins stay as they are */
        @Nullable
        Kept decide(CustomerState state);
    }

    /** @throws RuntimeException when one of them cannot be understood or resolved: then it is for the caller to take them one by one */
    @Transactional(propagation = Propagation.MANDATORY)
    public void move(Collection<CustomerKey> whom, Deciding deciding, Cause cause) {
        List<CustomerKey> held = customers.lock(whom);
        StatesRead read = states.read(held);
        var many = new LedgerOfMany(ledger, rows, read, ledger.currentRevision());
        var kept = new ArrayList<Kept>();
        var later = new ArrayList<CustomerKey>();
        for (CustomerKey customer : held) {
            CustomerState state = read.of(customer).orElseThrow();
            Kept decided = deciding.decide(state);
            if (decided != null) {
                kept.add(decided);
                read.decided(customer, state.with(decided));
                Recorded recorded = recording.record(many, customer, cause);
                many.accept();
                if (recorded instanceof Recorded.Outdated || recorded instanceof Recorded.NoModel) {
                    later.add(customer); // a newer node's to answer: it finds the pin moved
                }
            }
        }
        rows.keep(kept);
        many.flush();
        if (!later.isEmpty()) {
            customers.mark(later);
        }
    }
}
