package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.Kept;
import java.util.List;

/**
 * Everything that is known of a customer, read under its lock.
 *
 * @param snapshots of all its subjects
 * @param version of the answer in force; 0 before the first
 * @param answerHash of the answer in force; empty before the first
 * @param resolvedRevision the model it was last resolved with; 0 before the first time
 * @param resolver the resolver it was last resolved by
 * @param openBreaks how many findings of the resolver are open
 */
public record CustomerState(
        Known known,
        List<BillingSnapshot> snapshots,
        Kept kept,
        long version,
        String answerHash,
        long resolvedRevision,
        int resolver,
        int openBreaks) {
    /** The same with what was decided about its pins just now. */
    public CustomerState with(Kept decided) {
        return new CustomerState(
                known, snapshots, decided, version, answerHash, resolvedRevision, resolver, openBreaks);
    }

    CustomerState with(List<Facts.Enrolment> more) {
        return new CustomerState(
                known.with(more), snapshots, kept, version, answerHash, resolvedRevision, resolver, openBreaks);
    }
}
