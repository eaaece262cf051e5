package dev.plumbline.connectors;

/** Whether a delivery really comes from the provider. */
public sealed interface Verification {
    /** The signature matches one of the live secrets and is fresh. */
    record Accepted(Delivery delivery) implements Verification {}

    /** Not to be kept; the sender hears 401. */
    record Rejected(Reason reason) implements Verification {}

    enum Reason {
        SIGNATURE_MISSING,
        SIGNATURE_MALFORMED,
        SIGNATURE_WRONG,
        /** Older than the tolerance: a replay, or our clock is fast. Counted apart (case F-25). */
        TOO_OLD,
        /** Further in the future than the tolerance: our clock is slow. The provider's own SDK accepts these; we do not. */
        TOO_NEW
    }
}
