package dev.plumbline.entitlement.check.access;

/** The first key could be guessed, so the service does not start. Says how long it is, never what it is. */
final class WeakKey extends IllegalStateException {
    WeakKey(int length) {
        super("PLUMBLINE_BOOTSTRAP_KEY has %d characters: an admin's key needs at least %d"
                .formatted(length, BootstrapKey.SHORTEST));
    }
}
