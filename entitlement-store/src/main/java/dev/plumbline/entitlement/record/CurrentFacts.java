package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A customer's facts as the next resolution will see them, for people to look at and for previews. Those kept with an answer
 * are of when it last changed; a phase that changes nothing is not among them.
 */
@Component
public class CurrentFacts {
    private final Ledger ledger;
    private final TransactionTemplate transactions;

    CurrentFacts(Ledger ledger, TransactionTemplate transactions) {
        this.ledger = ledger;
        this.transactions = transactions;
    }

    /** @param snapshots what its billing systems say, unbound */
    public record Current(Facts facts, List<BillingSnapshot> snapshots) {}

    /** Empty for an unknown customer. Read under its lock, held no longer than for that: nothing is written. */
    public Optional<Current> of(CustomerKey customer, Model model, Instant now) {
        Optional<CustomerState> state = Objects.requireNonNull(transactions.execute(_ -> ledger.lock(customer)));
        return state.map(known -> new Current(
                FactsAssembly.assemble(model, known.known(), known.kept(), known.snapshots(), now)
                        .facts(),
                known.snapshots()));
    }
}
