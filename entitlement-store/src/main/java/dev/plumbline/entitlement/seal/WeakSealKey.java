package dev.plumbline.entitlement.seal;

/** A key for the audit that could be guessed. */
final class WeakSealKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WeakSealKey(int length) {
        super("The key that seals the audit has " + length + " characters, and must have " + SealKey.SHORTEST);
    }
}
