package dev.plumbline.entitlement.check.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** The text of an API key. It has 258 bits of chance, so one round of SHA-256 is enough to keep it by. */
final class Secret {
    private static final String PREFIX = "plk_";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    private static final int LENGTH = 44;
    /** Enough to recognise a key by, too little to guess it from. */
    private static final int SHOWN = PREFIX.length() + 6;

    private static final SecureRandom CHANCE = new SecureRandom();

    private Secret() {}

    static String make() {
        var secret = new StringBuilder(PREFIX);
        for (int i = 0; i < LENGTH; i++) {
            secret.append(ALPHABET.charAt(CHANCE.nextInt(ALPHABET.length())));
        }
        return secret.toString();
    }

    static boolean looksLikeOne(String text) {
        return text.startsWith(PREFIX);
    }

    static String shown(String secret) {
        return secret.substring(0, SHOWN);
    }

    static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }
}
