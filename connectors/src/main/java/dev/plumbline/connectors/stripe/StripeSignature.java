package dev.plumbline.connectors.stripe;

import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.HmacSha256;
import dev.plumbline.connectors.Verification;
import dev.plumbline.connectors.Verification.Accepted;
import dev.plumbline.connectors.Verification.Reason;
import dev.plumbline.connectors.Verification.Rejected;
import dev.plumbline.connectors.WebhookSecret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code t=<seconds>,v1=<hex>[,v1=<hex>]} over {@code <seconds>.<raw body>}. Not the SDK's check: that takes a
 * String, accepts timestamps of the future, and lets a malformed header out as an unchecked exception.
 */
final class StripeSignature {
    private static final long TOLERANCE_SECONDS = 300;
    /** Room for dozens of signatures; Stripe sends two at most. */
    private static final int LONGEST_HEADER = 4096;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final HmacSha256 secrets;

    StripeSignature(List<WebhookSecret> secrets) {
        this.secrets = HmacSha256.underAnyOf(secrets);
    }

    Verification verify(Delivery delivery) {
        if (delivery.signature().isEmpty()) {
            return new Rejected(Reason.SIGNATURE_MISSING);
        }
        Header header = Header.read(delivery.signature());
        if (header == null) {
            return new Rejected(Reason.SIGNATURE_MALFORMED);
        }
        byte[] head = (header.seconds + '.').getBytes(StandardCharsets.US_ASCII);
        if (!secrets.signed(head, delivery.body(), header.signatures, delivery.receivedAt())) {
            return new Rejected(Reason.SIGNATURE_WRONG);
        }
        // Only after the signature: a count of old ones is to tell of clocks and replays, not of forgers.
        long age = delivery.receivedAt().getEpochSecond() - Long.parseLong(header.seconds);
        if (age > TOLERANCE_SECONDS) {
            return new Rejected(Reason.TOO_OLD);
        }
        return age < -TOLERANCE_SECONDS ? new Rejected(Reason.TOO_NEW) : new Accepted(delivery);
    }

    private record Header(String seconds, List<byte[]> signatures) {

        /** Null when there is not exactly one time or no usable v1. Schemes we do not know, such as v0, do not count. */
        static @Nullable Header read(String text) {
            if (text.length() > LONGEST_HEADER) {
                return null;
            }
            String seconds = null;
            List<byte[]> signatures = new ArrayList<>(2);
            for (String part : text.split(",", -1)) {
                if (part.startsWith("t=")) {
                    if (seconds != null || !SECONDS.matcher(part.substring(2)).matches()) {
                        return null; // two times: which one was signed?
                    }
                    seconds = part.substring(2);
                } else if (part.startsWith("v1=")
                        && SHA_256.matcher(part.substring(3)).matches()) {
                    signatures.add(HexFormat.of().parseHex(part, 3, part.length()));
                }
            }
            return seconds == null || signatures.isEmpty() ? null : new Header(seconds, signatures);
        }
    }
}
