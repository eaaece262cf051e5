package dev.plumbline.entitlement.check.people;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Codes to come in with when a device is lost: 80 bits of chance each, so that nobody finds one by its hash. */
final class RecoveryCodes {
    private static final int MANY = 10;
    private static final int BYTES = 10;
    private static final SecureRandom CHANCE = new SecureRandom();

    private RecoveryCodes() {}

    /** Such as {@code abcd-efgh-ijkl-mnop}. */
    static List<String> made() {
        return IntStream.range(0, MANY).mapToObj(_ -> one()).toList();
    }

    private static String one() {
        var bytes = new byte[BYTES];
        CHANCE.nextBytes(bytes);
        return Totp.base32(bytes).toLowerCase(Locale.ROOT).replaceAll("(....)(?=.)", "$1-");
    }

    /** However it was typed. */
    static byte[] hash(String code) {
        String plain = code.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", "");
        try {
            return MessageDigest.getInstance("SHA-256").digest(plain.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }
}
