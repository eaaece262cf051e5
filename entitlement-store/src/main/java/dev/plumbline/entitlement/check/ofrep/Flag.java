package dev.plumbline.entitlement.check.ofrep;

import dev.plumbline.entitlement.check.CheckAnswer;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one flag key answers. {@code value} is always sent: clients take an answer without one for an error.
 *
 * @param metadata the why, scalars only
 */
record Flag(String key, Object value, String reason, String variant, Map<String, Object> metadata) {
    private static final String TARGETED = "TARGETING_MATCH";

    /** The aspects of a feature that have flags of their own. */
    enum Aspect {
        ACCESS(""),
        LIMIT(".limit"),
        REMAINING(".remaining"),
        LEVEL(".level"),
        DETAILS(".details");

        private final String suffix;

        Aspect(String suffix) {
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }
    }

    /** Null when this type of feature has no such aspect. */
    static @Nullable Flag of(CheckAnswer check, Aspect aspect) {
        return switch (aspect) {
            case ACCESS -> flag(check, aspect, check.hasAccess(), onOrOff(check));
            case DETAILS -> flag(check, aspect, check, onOrOff(check));
            case LEVEL -> check.level() == null ? null : flag(check, aspect, check.level(), check.level());
            case LIMIT -> isCounted(check) ? number(check, aspect, "limit", check.limit()) : null;
            case REMAINING -> isMetered(check) ? number(check, aspect, "remaining", check.remaining()) : null;
        };
    }

    private static Flag flag(CheckAnswer check, Aspect aspect, Object value, String variant) {
        return new Flag(check.feature() + aspect.suffix(), value, TARGETED, variant, metadata(check));
    }

    /** A plain integer where clients can hold it: 32 bits. Without a bound, or beyond them, an object that says so. */
    private static Flag number(CheckAnswer check, Aspect aspect, String name, @Nullable BigDecimal number) {
        if (number == null) {
            return flag(check, aspect, Map.of("unlimited", true), "unlimited");
        }
        return flag(check, aspect, small(name, number), number.toPlainString());
    }

    private static Object small(String name, BigDecimal number) {
        try {
            return number.intValueExact();
        } catch (ArithmeticException tooLarge) {
            return Map.of(name, number, "unlimited", false);
        }
    }

    private static boolean isCounted(CheckAnswer check) {
        return isMetered(check) || check.type().equals("quantity");
    }

    private static boolean isMetered(CheckAnswer check) {
        return check.type().equals("metered");
    }

    private static String onOrOff(CheckAnswer check) {
        return check.hasAccess() ? "on" : "off";
    }

    private static Map<String, Object> metadata(CheckAnswer check) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("reason", check.reason().name());
        metadata.put("source", check.source().ref());
        metadata.put("version", check.version());
        metadata.put("staleness", check.staleness().toString());
        if (check.validUntil() != null) {
            metadata.put("validUntil", check.validUntil().toString());
        }
        return metadata;
    }
}
