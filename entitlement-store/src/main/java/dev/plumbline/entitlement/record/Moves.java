package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Binding.ToPlan;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.SubjectPins.PinnedItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One customer's subscription is moved to another version of the plan it has: its pins change, and a sync, which never changes
 * a pin, leaves them so. Pins are written under the customer's lock, like those that a sync learns.
 */
@Repository
public class Moves {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Customers customers;
    private final AuditTrail audit;

    Moves(JdbcClient jdbc, TransactionTemplate transactions, Customers customers, AuditTrail audit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.customers = customers;
        this.audit = audit;
    }

    /** A subscription as its billing system calls it, of whichever of the customer's subjects has it. */
    public record Which(String provider, String account, String subscription) {}

    /** @param items by their id: the version that each is on */
    public record Pinned(String subscription, Map<String, String> items) {}

    /** What became of a move. */
    public sealed interface Moved {
        record Done(Pinned before, Pinned after) implements Moved {}

        /** All its items of that plan are on that version already. */
        record Unchanged(Pinned pinned) implements Moved {}

        record CustomerUnknown() implements Moved {}

        record SubscriptionUnknown() implements Moved {}

        /** It has items, but none of that plan. */
        record NotOnPlan(Pinned pinned) implements Moved {}
    }

    /** @param to a version of a plan that it is on; that the model has it is the caller's to know */
    public Moved move(CustomerKey customer, Which which, PlanRef to, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            if (customers.lock(Set.of(customer)).isEmpty()) {
                return new Moved.CustomerUnknown();
            }
            return holder(customer, which)
                    .map(held -> move(customer, held, which, to, by))
                    .orElseGet(Moved.SubscriptionUnknown::new);
        }));
    }

    private Moved move(CustomerKey customer, Held held, Which which, PlanRef to, Author by) {
        Pinned before = pinned(held, which);
        if (held.pins().items().stream().noneMatch(item -> isOf(which, item) && isOnPlan(item, to))) {
            return new Moved.NotOnPlan(before);
        }
        Held moved = held.moved(which, to);
        Pinned after = pinned(moved, which);
        if (after.equals(before)) {
            return new Moved.Unchanged(before);
        }
        jdbc.sql("""
                        update billing_pin set kept = :kept::jsonb
                        where provider = :provider and account = :account and provider_customer = :subject
                        """)
                .param("kept", StoredJson.write(moved.pins()))
                .param("provider", held.subject().provider())
                .param("account", held.subject().account())
                .param("subject", held.subject().id())
                .update();
        audit.append(new AuditEntry(
                by, "subscription.moved", "subscription", before.subscription(), customer, before, after));
        customers.mark(Set.of(customer));
        return new Moved.Done(before, after);
    }

    private record Held(SubjectRef subject, SubjectPins pins) {
        Held moved(Which which, PlanRef to) {
            var items = new ArrayList<PinnedItem>();
            for (PinnedItem item : pins.items()) {
                items.add(
                        isOf(which, item) && item.binding() instanceof ToPlan from && isOnPlan(item, to)
                                ? new PinnedItem(
                                        item.subscription(),
                                        item.item(),
                                        new ToPlan(from.price(), to, from.term(), from.quantityOf()))
                                : item);
            }
            return new Held(subject, new SubjectPins(items, pins.standings(), pins.moves()));
        }
    }

    private Optional<Held> holder(CustomerKey customer, Which which) {
        List<Held> held = jdbc.sql("""
                        select p.provider_customer, p.kept::text as kept
                        from customer_link l join billing_pin p using (provider, account, provider_customer)
                        where l.customer_key = :customer and l.provider = :provider and l.account = :account
                        order by p.provider_customer for update of p
                        """)
                .param("customer", customer.value())
                .param("provider", which.provider())
                .param("account", which.account())
                .query((row, n) -> new Held(
                        new SubjectRef(which.provider(), which.account(), row.getString("provider_customer")),
                        StoredJson.pins(row.getString("kept"))))
                .list();
        return held.stream()
                .filter(one -> one.pins().items().stream().anyMatch(item -> isOf(which, item)))
                .findFirst();
    }

    private static Pinned pinned(Held held, Which which) {
        var items = new HashMap<String, String>();
        for (PinnedItem item : held.pins().items()) {
            if (isOf(which, item) && item.binding() instanceof ToPlan to) {
                items.put(item.item(), to.plan().toString());
            }
        }
        return new Pinned(held.subject() + "/" + which.subscription(), Map.copyOf(items));
    }

    private static boolean isOf(Which which, PinnedItem item) {
        return item.subscription().equals(which.subscription());
    }

    private static boolean isOnPlan(PinnedItem item, PlanRef to) {
        return item.binding() instanceof ToPlan bound && bound.plan().key().equals(to.key());
    }
}
