package dev.plumbline.sync.chaos;

/** What happens to whom. */
enum Fault {
    /** SIGKILL of a node, and its start a little later. */
    KILL,
    /** SIGSTOP of a node beyond its leases, then SIGCONT: a zombie (F-11). */
    FREEZE,
    /** The database stops immediately and starts again (F-18, F-19). */
    DATABASE_CRASH,
    /** Every transaction is read-only for a while (F-20). */
    READ_ONLY;

    boolean isOfNode() {
        return this == KILL || this == FREEZE;
    }
}
