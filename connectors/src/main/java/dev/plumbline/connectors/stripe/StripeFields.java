package dev.plumbline.connectors.stripe;

import dev.plumbline.connectors.StorableText;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Single values of Stripe's objects in our types. */
final class StripeFields {
    private static final long LAST_SECOND_OF_9999 = 253_402_300_799L;

    private StripeFields() {}

    static @Nullable Instant instant(@Nullable Long epochSecond) {
        if (epochSecond == null) {
            return null;
        }
        if (Math.abs(epochSecond) > LAST_SECOND_OF_9999) {
            throw StripeAnswers.unreadable("Stripe gave a time that is none: " + epochSecond);
        }
        return Instant.ofEpochSecond(epochSecond);
    }

    static @Nullable String text(@Nullable String text) {
        return text == null ? null : StorableText.of(text);
    }

    /** ISO 4217, upper case. */
    static @Nullable String currency(@Nullable String code) {
        return code != null && code.matches("[A-Za-z]{3}") ? code.toUpperCase(Locale.ROOT) : null;
    }

    static <T> T required(@Nullable T value, String what) {
        if (value == null) {
            throw StripeAnswers.unreadable("Stripe left out " + what);
        }
        return value;
    }

    /** The first that is there. */
    static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
        return first != null ? first : second;
    }
}
