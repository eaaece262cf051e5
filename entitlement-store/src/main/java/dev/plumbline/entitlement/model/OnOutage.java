package dev.plumbline.entitlement.model;

/** What to answer when the store cannot tell. */
public enum OnOutage {
    ALLOW,
    DENY,
    LAST_KNOWN
}
