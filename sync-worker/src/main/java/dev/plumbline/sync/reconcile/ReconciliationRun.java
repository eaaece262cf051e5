package dev.plumbline.sync.reconcile;

import dev.plumbline.connectors.BillingAccount;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One look at everything of one account, as its steps see it.
 *
 * @param attempt raised by every release, which fetches all of it afresh
 * @param modelRevision what it judges by, whatever is published meanwhile; 0 when nothing was published when it began
 * @param previous the last run of the account that came to its end; null for the first
 * @param held too many would lose access: nothing was taken away, and a person has to say more
 */
public record ReconciliationRun(
        long id,
        BillingAccount account,
        Mode mode,
        LocalDate businessDate,
        int attempt,
        long modelRevision,
        @Nullable Long previous,
        boolean held) {

    /** What may be written. */
    public enum Mode {
        /** Nothing but the run itself: everything is looked at and rolled back. */
        REPORT,
        /** What differs is applied, within the guard. */
        REPAIR;

        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
