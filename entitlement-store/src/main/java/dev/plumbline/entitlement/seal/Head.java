package dev.plumbline.entitlement.seal;

/**
 * Where the chain ends.
 *
 * @param position 0 before the first
 */
record Head(long position, long auditId, String keyId, Hash hash) {
    static final Head START = new Head(0, 0, SealKey.NONE, Hash.OF_NOTHING);
}
