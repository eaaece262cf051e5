package dev.plumbline.entitlement.seal;

/**
 * The first thing that is wrong with the chain.
 *
 * @param row the row of the audit it is about, as {@code GET /v1/audit} names it
 * @param position its place in the chain; 0 when it has none
 */
public record Flaw(Kind kind, long row, long position, String detail) {
    /** What can be wrong. */
    public enum Kind {
        /** The row, or its seal, is not what it was. */
        ROW_CHANGED,
        ROW_DELETED,
        SEAL_DELETED,
        /** A row that was not written the way rows are. */
        ROW_NEVER_SEALED,
        /** The chain ends before, or differs from, what was noted outside the database. */
        ANCHOR_DIFFERS,
        /** This node was not given the key. */
        KEY_UNKNOWN,
        /** Sealed without a key after rows that were sealed with one. */
        KEY_MISSING
    }
}
