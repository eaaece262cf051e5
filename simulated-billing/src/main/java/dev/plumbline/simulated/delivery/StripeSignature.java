package dev.plumbline.simulated.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The {@code Stripe-Signature} header. The key is the whole secret with its prefix; the message is time, dot, body. */
public final class StripeSignature {
    public static final String HEADER = "Stripe-Signature";

    private StripeSignature() {}

    /** One {@code v1} for each secret: while a secret is being rolled there are two. */
    public static String header(Instant at, byte[] body, List<String> secrets) {
        StringBuilder header = new StringBuilder("t=").append(at.getEpochSecond());
        secrets.forEach(secret -> header.append(",v1=").append(sign(at, body, secret)));
        return header.toString();
    }

    private static String sign(Instant at, byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }
}
