package dev.plumbline.entitlement.check.people;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes that a device and we make of the same secret and the time (RFC 6238).
 *
 * @param hash such as SHA1, which is what every device knows
 */
record Totp(String hash, int digits) {
    static final Totp USUAL = new Totp("SHA1", 6);
    private static final int SECONDS = 30;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** The number of the interval that an instant is in. */
    static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), (long) SECONDS);
    }

    String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("Hmac" + hash);
            mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
            byte[] made =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int at = made[made.length - 1] & 0xf;
            int number = ByteBuffer.wrap(made, at, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            long ceiling = 1;
            for (int i = 0; i < digits; i++) {
                ceiling *= 10;
            }
            return String.format(Locale.ROOT, "%0" + digits + "d", number % ceiling);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java has Hmac" + hash, missing);
        }
    }

    /** As devices take it, and people type it. */
    static String base32(byte[] secret) {
        var text = new StringBuilder();
        long bits = 0;
        int held = 0;
        for (byte one : secret) {
            bits = (bits << Byte.SIZE | (one & 0xff)) & 0xffff;
            held += Byte.SIZE;
            while (held >= 5) {
                held -= 5;
                text.append(BASE32.charAt((int) (bits >> held) & 31));
            }
        }
        if (held > 0) {
            text.append(BASE32.charAt((int) (bits << (5 - held)) & 31));
        }
        return text.toString();
    }
}
