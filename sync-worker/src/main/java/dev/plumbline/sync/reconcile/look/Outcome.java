package dev.plumbline.sync.reconcile.look;

/** What came of a look; the column's words. */
enum Outcome {
    /** It was drift, and it is applied. */
    REPAIRED,
    /** It would be, in a run that may write. */
    WOULD_REPAIR,
    /** The look showed what we hold: it was in flight. */
    UNCHANGED,
    /** Something newer is known or on its way. */
    IN_FLIGHT,
    /** Not found, and absence alone is no evidence; another look is left to the ordinary passes. */
    DOUBTED,
    /** It would take access away, and too many would lose it. */
    HELD,
    /** The provider's answer is of no shape that we know. */
    UNREADABLE,
    /** It belongs to no customer of ours. */
    UNLINKED,
    /** Something of ours failed, several times. */
    FAILED
}
