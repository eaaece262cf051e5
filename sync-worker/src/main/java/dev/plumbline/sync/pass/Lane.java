package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Urgency;
import java.util.Comparator;

/** The part of the work list that waits for the same turns: one account's, live apart from backfill. */
public record Lane(BillingAccount account, Urgency urgency) implements Comparable<Lane> {
    private static final Comparator<Lane> LIVE_FIRST =
            Comparator.comparing(Lane::urgency).thenComparing(Lane::account);

    @Override
    public int compareTo(Lane other) {
        return LIVE_FIRST.compare(this, other);
    }
}
