package dev.plumbline.entitlement.customer;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The domain of an e-mail address as it is compared: whole, in the letters of the DNS, however it is written. */
public record EmailDomain(String value) {
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})+");
    private static final int LONGEST = 253;

    public EmailDomain {
        if (value.length() > LONGEST || !DOMAIN.matcher(value).matches()) {
            throw new IllegalArgumentException("No domain: " + value);
        }
    }

    /** @param text such as {@code acme.example}, or {@code @acme.example}; empty when it is none */
    public static Optional<EmailDomain> of(String text) {
        String bare = text.strip();
        try {
            return Optional.of(new EmailDomain(
                    IDN.toASCII(bare.startsWith("@") ? bare.substring(1) : bare).toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    public static Optional<EmailDomain> ofAddress(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? Optional.empty() : of(address.substring(at));
    }

    /** What is hashed to be kept: no address is written so. */
    public String compared() {
        return "@" + value;
    }
}
