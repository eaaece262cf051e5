package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right to work at an account, for one step. No other node has it; whoever lost it to a newer fence may not write.
 *
 * @param sweptUntil everything that happened before is known
 * @param list the list that is being read; null when none is
 */
record Turn(
        BillingAccount account,
        long fence,
        Instant sweptUntil,
        @Nullable EventList list,
        int failures) {

    /**
     * @param since it lists what happened from then on
     * @param began when its first page was asked for
     * @param older where the last page ended; null before the first
     */
    record EventList(Instant since, Instant began, @Nullable String older) {}
}
