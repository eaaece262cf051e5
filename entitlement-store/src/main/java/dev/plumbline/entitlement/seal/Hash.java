package dev.plumbline.entitlement.seal;

import java.security.MessageDigest;
import java.util.HexFormat;

/** Thirty-two bytes that stand for all that was sealed up to there. */
final class Hash {
    private static final HexFormat HEX = HexFormat.of();
    static final Hash OF_NOTHING = new Hash(new byte[32]);

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    static Hash of(byte[] bytes) {
        return new Hash(bytes.clone());
    }

    /** @throws IllegalArgumentException when it is none */
    static Hash ofHex(String hex) {
        return new Hash(HEX.parseHex(hex));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    boolean is(byte[] other) {
        return MessageDigest.isEqual(bytes, other);
    }

    @Override
    public String toString() {
        return HEX.formatHex(bytes);
    }
}
