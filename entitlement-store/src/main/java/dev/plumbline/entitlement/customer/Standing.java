package dev.plumbline.entitlement.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a subscription's billing status from one look at the provider to the next.
 *
 * @param status the last one that we understood, so never {@link BillingStatus#UNKNOWN}
 * @param since when that status was first observed
 * @param episodeSince start of the running billing episode; once set it never moves until good standing ends it
 */
public record Standing(
        BillingStatus status, Instant since, @Nullable Instant episodeSince) {
    public Standing {
        if (status == BillingStatus.UNKNOWN) {
            throw new IllegalArgumentException("An unknown status is not remembered: the one before it is");
        }
    }
}
