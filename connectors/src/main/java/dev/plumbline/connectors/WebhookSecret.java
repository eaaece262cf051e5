package dev.plumbline.connectors;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What a provider signs its deliveries with. During a rotation the old one goes on for a while: give it an end, and it
 * ends also when nobody thinks of it (threat S-21).
 *
 * @param notAfter from when on it counts no more; null for one without an end
 */
public record WebhookSecret(String value, @Nullable Instant notAfter) {
    public WebhookSecret {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A blank secret would let everybody sign");
        }
    }

    /**
     * Reads {@code whsec_…} or {@code whsec_…@2026-12-01T00:00:00Z}.
     *
     * @throws IllegalArgumentException when it is blank or its end is no instant; it does not quote the secret
     */
    public static WebhookSecret read(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return new WebhookSecret(text.strip(), null);
        }
        try {
            return new WebhookSecret(
                    text.substring(0, at).strip(),
                    Instant.parse(text.substring(at + 1).strip()));
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(
                    "After the @ of a webhook secret stands when it ends, like 2026-12-01T00:00:00Z");
        }
    }

    public boolean isLive(Instant at) {
        return notAfter == null || at.isBefore(notAfter);
    }

    /** Without the secret: settings end up in logs (threat S-12). */
    @Override
    public String toString() {
        return notAfter == null ? "WebhookSecret[…]" : "WebhookSecret[…, until " + notAfter + "]";
    }
}
