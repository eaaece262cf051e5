package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.Links;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A subscription that went from one customer of a billing system to another: the audit names both (case F-55). */
@Component
class Transfers {
    private final AuditTrail audit;

    Transfers(AuditTrail audit) {
        this.audit = audit;
    }

    /** In the transaction that takes it from the first. */
    void note(Ledger ledger, Subject from, MovedAway moved) {
        Subject to = Subject.of(moved.to());
        Optional<CustomerKey> before = ledger.customerOf(from.ref());
        Optional<CustomerKey> after = ledger.customerOf(to.ref());
        before.ifPresent(customer -> append(from, to, moved, customer));
        after.filter(customer -> before.filter(customer::equals).isEmpty())
                .ifPresent(customer -> append(from, to, moved, customer));
    }

    private void append(Subject from, Subject to, MovedAway moved, CustomerKey customer) {
        audit.append(new AuditEntry(
                new Author(Links.BY_ITSELF, "The billing system says that it belongs to " + moved.to() + " now"),
                "subscription.transferred",
                "subscription",
                from.ref() + "/" + moved.subscription(),
                customer,
                Map.of("subject", from.ref().toString()),
                Map.of("subject", to.ref().toString())));
    }
}
