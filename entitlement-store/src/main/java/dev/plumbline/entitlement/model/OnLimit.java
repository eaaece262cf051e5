package dev.plumbline.entitlement.model;

/** What a metered grant does at its limit, the strictest first. */
public enum OnLimit {
    BLOCK,
    OVERAGE,
    WARN
}
