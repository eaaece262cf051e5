package dev.plumbline.entitlement.model;

/**
 * How grants of several subscriptions, and the feature's default, become one.
 */
public enum MergeRule {
    /** A switch: one that says yes is enough. */
    ANY,
    /** Limits: the greatest. */
    MAX,
    /** Limits: all together. */
    SUM,
    /** A level: the highest. */
    HIGHEST,
    /** The grant of the highest-ranked plan, whatever the others say. */
    REPLACE
}
