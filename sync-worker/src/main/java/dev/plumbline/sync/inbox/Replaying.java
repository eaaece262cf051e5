package dev.plumbline.sync.inbox;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.Provider;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.ReplayBudget;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.pass.WorkList;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.ConnectedAccount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A delivery once more: whom it is about is looked at again, by the way that events take, so that it may be done as often as
 * one likes. One that came to nothing is read again first: an update may know it by now.
 */
@Component
class Replaying {
    private final Deliveries deliveries;
    private final BillingAccounts accounts;
    private final WorkList work;
    private final ReplayBudget budget;
    private final AuditTrail audit;
    private final TransactionTemplate transactions;

    Replaying(
            Deliveries deliveries,
            BillingAccounts accounts,
            WorkList work,
            ReplayBudget budget,
            AuditTrail audit,
            TransactionTemplate transactions) {
        this.deliveries = deliveries;
        this.accounts = accounts;
        this.work = work;
        this.budget = budget;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** Empty when there is no such delivery. */
    Optional<KeptDelivery> one(long id, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> deliveries
                .hold(id)
                .flatMap(delivery -> {
                    budget.spend(by.actor(), 1);
                    lookAt(delivery).ifPresent(subject -> work.mark(subject, Claim.Cause.REPLAY));
                    audit.append(new AuditEntry(
                            by,
                            "delivery.replayed",
                            "delivery",
                            Long.toString(id),
                            null,
                            null,
                            Map.of("event", delivery.event())));
                    return deliveries.find(id);
                })));
    }

    /** @param deliveries as they were before; the last of them is where to go on */
    record Many(List<KeptDelivery> deliveries, int subjects) {}

    /** In one transaction with the one audit row that tells of it. Who is named by several deliveries is looked at once. */
    Many all(Deliveries.Filter filter, long before, int limit, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            List<KeptDelivery> page = deliveries.hold(filter, before, limit);
            List<Subject> subjects = page.stream()
                    .flatMap(delivery -> lookAt(delivery).stream())
                    .distinct()
                    .toList();
            if (!page.isEmpty()) {
                budget.spend(by.actor(), subjects.size());
                work.mark(subjects, Claim.Cause.REPLAY);
                audit.append(new AuditEntry(
                        by,
                        "deliveries.replayed",
                        "delivery",
                        page.getLast().id() + "-" + page.getFirst().id(),
                        null,
                        null,
                        Map.of("deliveries", page.size(), "subjects", subjects.size())));
            }
            return new Many(page, subjects.size());
        }));
    }

    private Optional<Subject> lookAt(KeptDelivery delivery) {
        Optional<BillingAccount> account =
                Provider.of(delivery.provider()).map(provider -> new BillingAccount(provider, delivery.account()));
        String kind = delivery.subjectKind();
        String id = delivery.subject();
        if (kind != null && id != null) {
            return account.map(known -> new Subject(known, kind, id));
        }
        return account.flatMap(accounts::connected).flatMap(connected -> readAgain(delivery, connected));
    }

    /** Its signature was verified when it came; it is the same bytes. */
    private Optional<Subject> readAgain(KeptDelivery delivery, ConnectedAccount connected) {
        return deliveries.payload(delivery.id()).flatMap(body -> readAgain(delivery, connected, body));
    }

    private Optional<Subject> readAgain(KeptDelivery delivery, ConnectedAccount connected, byte[] body) {
        BillingAccount account = connected.connector().account();
        Hint hint = connected.connector().read(new Delivery(account, "", body, delivery.receivedAt()));
        Disposition now = Disposition.of(hint, connected.mode());
        Optional<Subject> subject = now instanceof Disposition.LookAt lookAt
                ? Optional.of(new Subject(account, lookAt.kind(), lookAt.id()))
                : Optional.empty();
        deliveries.readAgain(
                delivery.id(),
                hint instanceof Hint.Event event ? event.type() : null,
                now.state(),
                now instanceof Disposition.Quarantine(var why) ? why : null,
                subject.map(Subject::kind).orElse(null),
                subject.map(Subject::id).orElse(null));
        return subject;
    }
}
