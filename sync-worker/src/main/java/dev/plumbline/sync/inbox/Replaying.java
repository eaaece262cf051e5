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
import org.jspecify.annotations.Nullable;
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
                .find(id)
                .flatMap(delivery -> {
                    budget.spend(by.actor(), 1);
                    replay(List.of(lookAt(delivery)));
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
            List<KeptDelivery> page = deliveries.list(filter, before, limit);
            List<Look> looks = page.stream().map(this::lookAt).toList();
            long subjects = looks.stream()
                    .flatMap(look -> look.subject().stream())
                    .distinct()
                    .count();
            if (!page.isEmpty()) {
                budget.spend(by.actor(), Math.toIntExact(subjects));
                replay(looks);
                audit.append(new AuditEntry(
                        by,
                        "deliveries.replayed",
                        "delivery",
                        page.getLast().id() + "-" + page.getFirst().id(),
                        null,
                        null,
                        Map.of("deliveries", page.size(), "subjects", subjects)));
            }
            return new Many(page, Math.toIntExact(subjects));
        }));
    }

    /**
     * What one is taken for now.
     *
     * @param subject whom it is about; empty for nobody
     * @param note writes that down; null for one that is taken for what it was
     */
    private record Look(
            KeptDelivery delivery,
            Optional<Subject> subject,
            @Nullable Runnable note) {}

    /** Whom they are about is locked before their own rows, as by whoever keeps deliveries: two ways round would be a deadlock. */
    private void replay(List<Look> looks) {
        work.mark(
                looks.stream()
                        .flatMap(look -> look.subject().stream())
                        .distinct()
                        .toList(),
                Claim.Cause.REPLAY);
        List<Look> readAgain =
                looks.stream().filter(look -> look.note() != null).toList();
        deliveries.hold(readAgain.stream().map(look -> look.delivery().id()).toList());
        readAgain.forEach(look -> Objects.requireNonNull(look.note()).run());
    }

    private Look lookAt(KeptDelivery delivery) {
        Optional<BillingAccount> account =
                Provider.of(delivery.provider()).map(provider -> new BillingAccount(provider, delivery.account()));
        String kind = delivery.subjectKind();
        String id = delivery.subject();
        if (kind != null && id != null) {
            return new Look(delivery, account.map(known -> new Subject(known, kind, id)), null);
        }
        return account.flatMap(accounts::connected)
                .flatMap(connected -> readAgain(delivery, connected))
                .orElseGet(() -> new Look(delivery, Optional.empty(), null));
    }

    /** Its signature was verified when it came; it is the same bytes. */
    private Optional<Look> readAgain(KeptDelivery delivery, ConnectedAccount connected) {
        return deliveries.payload(delivery.id()).map(body -> readAgain(delivery, connected, body));
    }

    private Look readAgain(KeptDelivery delivery, ConnectedAccount connected, byte[] body) {
        BillingAccount account = connected.connector().account();
        Hint hint = connected.connector().read(new Delivery(account, "", body, delivery.receivedAt()));
        Disposition now = Disposition.of(hint, connected.mode());
        Optional<Subject> subject = now instanceof Disposition.LookAt lookAt
                ? Optional.of(new Subject(account, lookAt.kind(), lookAt.id()))
                : Optional.empty();
        return new Look(
                delivery,
                subject,
                () -> deliveries.readAgain(
                        delivery.id(),
                        hint instanceof Hint.Event event ? event.type() : null,
                        now.state(),
                        now instanceof Disposition.Quarantine(var why) ? why : null,
                        subject.map(Subject::kind).orElse(null),
                        subject.map(Subject::id).orElse(null)));
    }
}
