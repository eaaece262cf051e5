package dev.plumbline.entitlement.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a subscription's billing status from one look at the provider to the next.
 *
 * @param status the last one that we understood, so never {@link BillingStatus#UNKNOWN}
 * @param since when that status was first observed
 * @param episodeSince start of the running billing episode; once set it never moves until good standing ends it
 * @param endsAt what was last known of its end; null when none was
 * @param backdated what was learnt last of a start or an end that had been long before; null when nothing was
 */
public record Standing(
        BillingStatus status,
        Instant since,
        @Nullable Instant episodeSince,
        @Nullable Instant endsAt,
        @Nullable Backdated backdated) {
    public Standing {
        if (status == BillingStatus.UNKNOWN) {
            throw new IllegalArgumentException("An unknown status is not remembered: the one before it is");
        }
    }

    public Standing(BillingStatus status, Instant since, @Nullable Instant episodeSince) {
        this(status, since, episodeSince, null, null);
    }

    /**
     * Valid time that was changed after the fact (case F-53).
     *
     * @param at when it began or ended
     * @param learntAt when we heard of it
     */
    public record Backdated(Kind kind, Instant at, Instant learntAt) {
        public enum Kind {
            START,
            END
        }
    }
}
