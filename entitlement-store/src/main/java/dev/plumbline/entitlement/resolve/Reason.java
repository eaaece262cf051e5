package dev.plumbline.entitlement.resolve;

/** Why a check was answered as it was. A contract: names never change their meaning (04). */
public enum Reason {
    // grants: the last layer that changed the value
    DEFAULT,
    PLAN,
    VARIATION,
    ADDON,
    PROMOTION,
    GRACE,
    OVERRIDE,
    FALLBACK,
    // denials, the first that holds wins, in this order
    REVOKED_BY_OVERRIDE,
    NOT_AVAILABLE_IN_MARKET,
    NOT_YET_AVAILABLE,
    NO_ACTIVE_PHASE,
    NOT_IN_PLAN,
    PAUSED,
    BILLING_UNPAID,
    BILLING_PAST_DUE,
    LEVEL_TOO_LOW,
    REQUEST_EXCEEDS_LIMIT,
    LIMIT_REACHED,
    // asked for something that is not there, or answered under reduced knowledge
    FEATURE_UNKNOWN,
    CUSTOMER_UNKNOWN,
    STALE_DATA_POLICY,
    DEGRADED_MODE;

    public boolean isGrant() {
        return compareTo(FALLBACK) <= 0;
    }
}
