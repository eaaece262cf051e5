package dev.plumbline.entitlement.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a seal is made with: HMAC-SHA256 under a secret. Its id tells keys apart and tells nothing about them. */
final class SealKey {
    static final int SHORTEST = 32;
    /** The id of seals that anybody could make: they show accidents, and with an anchor outside also attacks. */
    static final String NONE = "none";

    static final SealKey WITHOUT_SECRET =
            new SealKey(NONE, new SecretKeySpec("no key was given".getBytes(UTF_8), "HmacSHA256"));

    private static final HexFormat HEX = HexFormat.of();

    private final String id;
    private final SecretKeySpec secret;

    private SealKey(String id, SecretKeySpec secret) {
        this.id = id;
        this.secret = secret;
    }

    /** @throws WeakSealKey when it is too short to be one */
    static SealKey of(String secret) {
        if (secret.length() < SHORTEST) {
            throw new WeakSealKey(secret.length());
        }
        var key = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256");
        byte[] name = mac(key).doFinal("the name of a key that seals the audit".getBytes(UTF_8));
        return new SealKey("k" + HEX.formatHex(name, 0, 6), key);
    }

    String id() {
        return id;
    }

    boolean isSecret() {
        return !id.equals(NONE);
    }

    /** One for each thread: it has a state. */
    Mac mac() {
        return mac(secret);
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("Every Java has HmacSHA256", impossible);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
