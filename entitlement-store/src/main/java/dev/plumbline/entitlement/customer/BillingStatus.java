package dev.plumbline.entitlement.customer;

/** Billing status, canonical (03, words). */
public enum BillingStatus {
    TRIALING,
    ACTIVE,
    PAST_DUE,
    UNPAID,
    PAUSED,
    INCOMPLETE,
    CANCELED,
    EXPIRED,
    PENDING,
    UNKNOWN;

    /** The customer owes nothing that is late: an arrears episode ends here. */
    public boolean isGoodStanding() {
        return this == TRIALING || this == ACTIVE;
    }

    /** No way back at any provider. */
    public boolean isTerminal() {
        return this == CANCELED || this == EXPIRED;
    }

    /**
     * Statuses under which a subscription gives a phase at all; what is left of it is the billing policy's say. An unknown
     * status is replaced by the last known one when facts are put together; where there is none, nothing was given yet.
     */
    public boolean givesPhase() {
        return switch (this) {
            case TRIALING, ACTIVE, PAST_DUE, UNPAID, PAUSED -> true;
            case INCOMPLETE, CANCELED, EXPIRED, PENDING, UNKNOWN -> false;
        };
    }
}
