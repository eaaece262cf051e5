package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.finding.AtRisk;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run tells of one break: as it was then.
 *
 * @param opening what it was worth at the end of the report before; null when it was not open then
 * @param money what it is worth, or was when it left
 */
record Told(
        long id,
        String type,
        String severity,
        String side,
        @Nullable String customer,
        @Nullable String providerCustomer,
        String detail,
        Instant openedAt,
        long ageDays,
        Entered entered,
        @Nullable Left left,
        @Nullable Sum opening,
        Sum money,
        @Nullable String reasonCode,
        @Nullable String cause,
        @Nullable String assignee) {
    /** How it came into the report. */
    enum Entered {
        OPENING,
        NEW,
        REOPENED;

        String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** How it left. */
    enum Left {
        FIXED,
        ACCEPTED,
        AUTO_CLEARED,
        MOVED;

        String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    boolean isOpen() {
        return left == null;
    }

    AtRisk atRisk() {
        Long amount = money.amount();
        if (amount != null) {
            return new AtRisk.Known(Math.max(0, amount), money.currency());
        }
        return money.currency().equals(Sum.UNKNOWN) ? new AtRisk.Unknown() : new AtRisk.NotMoney();
    }
}
