package dev.plumbline.sync.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A browser in which somebody has logged in before says so with a cookie that only we can have made. It opens nothing: it lets
 * its owner try a password while others' guesses at the same login have to wait.
 */
final class KnownDevice {
    static final String COOKIE = "plumbline-device";
    private static final SecureRandom CHANCE = new SecureRandom();

    private KnownDevice() {}

    static String seal(String secret) {
        var name = new byte[16];
        CHANCE.nextBytes(name);
        String device = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
        return device + "." + mac(secret, device);
    }

    /** The name of the device, if it is one of this person's. */
    static Optional<String> opened(@Nullable String cookie, String secret) {
        int dot = cookie == null ? -1 : cookie.indexOf('.');
        if (cookie == null || dot < 1) {
            return Optional.empty();
        }
        String device = cookie.substring(0, dot);
        boolean ours = MessageDigest.isEqual(
                mac(secret, device).getBytes(UTF_8), cookie.substring(dot + 1).getBytes(UTF_8));
        return ours ? Optional.of(device) : Optional.empty();
    }

    private static String mac(String secret, String device) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), "HmacSHA256"));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(device.getBytes(UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java has HmacSHA256", missing);
        }
    }
}
