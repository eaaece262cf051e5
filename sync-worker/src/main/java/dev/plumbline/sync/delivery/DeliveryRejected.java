package dev.plumbline.sync.delivery;

import dev.plumbline.connectors.Verification;

/** A delivery that does not prove where it comes from. Carries no payload and costs no stack trace: anybody can send one. */
public final class DeliveryRejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Verification.Reason reason;

    DeliveryRejected(Verification.Reason reason) {
        super("Delivery rejected: " + reason, null, false, false);
        this.reason = reason;
    }

    Verification.Reason reason() {
        return reason;
    }
}
