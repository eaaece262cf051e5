package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.check.evidence.BreakType;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not fit, with whom it hurts and how much.
 *
 * @param fingerprint the same whenever the same is found: type, subject or customer, and what of it
 * @param providerCustomer null when it is about no subject
 * @param repaired it fits again already
 * @param cause null when it is not about a change
 */
public record Found(
        BreakType type,
        BreakType.Side side,
        String fingerprint,
        @Nullable String customer,
        @Nullable String providerCustomer,
        String detail,
        AtRisk money,
        boolean repaired,
        @Nullable Cause cause,
        Evidence evidence) {
    /** Why a change had not come to us. */
    public enum Cause {
        /** No delivery told of it. */
        MISSED,
        /** One did, and what it told of was not applied. */
        TOLD
    }
}
