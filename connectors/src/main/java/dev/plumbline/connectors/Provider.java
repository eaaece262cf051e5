package dev.plumbline.connectors;

import java.util.Arrays;
import java.util.Optional;

/** A billing system we can read. The key is its name in URLs, settings, tables and catalog files. */
public enum Provider {
    STRIPE("stripe", "Stripe-Signature");

    private final String key;
    private final String signatureHeader;

    Provider(String key, String signatureHeader) {
        this.key = key;
        this.signatureHeader = signatureHeader;
    }

    public String key() {
        return key;
    }

    /** The header of a webhook that proves where it comes from. */
    public String signatureHeader() {
        return signatureHeader;
    }

    public static Optional<Provider> of(String key) {
        return Arrays.stream(values())
                .filter(provider -> provider.key.equals(key))
                .findFirst();
    }

    @Override
    public String toString() {
        return key;
    }
}
