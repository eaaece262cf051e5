package dev.plumbline.connectors;

import java.util.Locale;

/** An address as it is compared: of no account is how it is written. Its text shows nothing, for logs (threat S-12). */
public record EmailAddress(String value) {
    public EmailAddress {
        value = value.strip().toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("An e-mail address is not empty");
        }
    }

    @Override
    public String toString() {
        return "EmailAddress[...]";
    }
}
