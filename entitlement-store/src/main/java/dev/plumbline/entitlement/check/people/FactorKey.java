package dev.plumbline.entitlement.check.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What the secrets of second factors are sealed with: AES-256-GCM under a key from the settings, bound to the person whose it is. */
final class FactorKey {
    static final int SHORTEST = 32;
    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG = 128;
    private static final SecureRandom CHANCE = new SecureRandom();

    private final SecretKeySpec key;

    private FactorKey(SecretKeySpec key) {
        this.key = key;
    }

    /** @throws IllegalStateException for one that could be guessed */
    static FactorKey of(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalStateException("PLUMBLINE_PEOPLE_SECONDFACTORKEY has " + secret.length()
                    + " characters, and must have " + SHORTEST + " or more");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return new FactorKey(
                    new SecretKeySpec(mac.doFinal("the secrets of second factors".getBytes(UTF_8)), "AES"));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java has HmacSHA256", missing);
        }
    }

    byte[] seal(byte[] secret, UUID person) {
        var nonce = new byte[NONCE];
        CHANCE.nextBytes(nonce);
        byte[] made = cipher(Cipher.ENCRYPT_MODE, nonce, person, secret);
        return ByteBuffer.allocate(1 + NONCE + made.length)
                .put(VERSION)
                .put(nonce)
                .put(made)
                .array();
    }

    /** @throws IllegalStateException when it was sealed with another key, or for somebody else */
    byte[] opened(byte[] kept, UUID person) {
        if (kept.length < 1 + NONCE || kept[0] != VERSION) {
            throw new IllegalStateException("This is no secret that this version has sealed");
        }
        return cipher(
                Cipher.DECRYPT_MODE,
                Arrays.copyOfRange(kept, 1, 1 + NONCE),
                person,
                Arrays.copyOfRange(kept, 1 + NONCE, kept.length));
    }

    private byte[] cipher(int mode, byte[] nonce, UUID person, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG, nonce));
            cipher.updateAAD(person.toString().getBytes(UTF_8));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException other) {
            throw new IllegalStateException("The secret of a second factor was sealed with another key", other);
        }
    }

    @Override
    public String toString() {
        return "FactorKey";
    }
}
