package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Where people say what they know of a break: it changes nobody's entitlements, and is audited all the same. */
@Component
class BreakDesk {
    private final Breaks breaks;
    private final BreakReasons reasons;
    private final AuditTrail audit;
    private final TransactionTemplate transactions;

    BreakDesk(Breaks breaks, BreakReasons reasons, AuditTrail audit, TransactionTemplate transactions) {
        this.breaks = breaks;
        this.reasons = reasons;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** How an edit ended. */
    sealed interface Edited {
        record Done(BreakBody now) implements Edited {}

        record Unknown() implements Edited {}

        /** Somebody else was quicker. */
        record EditedMeanwhile(BreakBody current) implements Edited {}

        /** What fits again needs no waiver. */
        record ResolvedAlready(BreakBody current) implements Edited {}
    }

    /** @param expected the edit that was read; null when any will do */
    Edited edit(long id, BreakEdit edit, @Nullable Long expected, Author by) {
        return Objects.requireNonNull(transactions.execute(_ ->
                breaks.hold(id).map(before -> write(before, edit, expected, by)).orElseGet(Edited.Unknown::new)));
    }

    private Edited write(BreakBody before, BreakEdit edit, @Nullable Long expected, Author by) {
        if (expected != null && expected != before.edit()) {
            return new Edited.EditedMeanwhile(before);
        }
        if (edit.waiveUntil() != null && before.resolvedAt() != null) {
            return new Edited.ResolvedAlready(before);
        }
        BreakBody.Waiver waived = edit.waiveUntil() != null
                ? new BreakBody.Waiver(edit.waiveUntil(), by.actor(), by.reason())
                : edit.endsWaiver() ? null : before.waived();
        reasons.check(edit.reasonCode());
        breaks.write(
                before.id(),
                edit.commentAfter(before.comment()),
                edit.assigneeAfter(before.assignee()),
                edit.reasonCodeAfter(before.reasonCode()),
                waived);
        BreakBody after = breaks.find(before.id()).orElseThrow();
        audit.append(new AuditEntry(
                by,
                edit.waiveUntil() != null ? "break.waived" : "break.edited",
                "break",
                Long.toString(before.id()),
                before.customer() == null ? null : new CustomerKey(before.customer()),
                Said.of(before),
                Said.of(after)));
        return new Edited.Done(after);
    }

    /** What people said of it: the audit keeps this alone. */
    private record Said(
            String type,
            @Nullable String comment,
            @Nullable String assignee,
            @Nullable String reasonCode,
            BreakBody.@Nullable Waiver waived) {
        static Said of(BreakBody body) {
            return new Said(body.type(), body.comment(), body.assignee(), body.reasonCode(), body.waived());
        }
    }
}
