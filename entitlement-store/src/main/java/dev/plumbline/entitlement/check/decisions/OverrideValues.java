package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.model.Feature;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An override's value: what callers write for each type of feature, and back. */
final class OverrideValues {
    private static final String UNLIMITED = "unlimited";
    private static final int MOST_DIGITS = 18;

    private OverrideValues() {}

    /** Null for a deny, and for a grant of what the customer would have if all were paid. */
    static @Nullable Value checked(Feature feature, Effect effect, @Nullable JsonNode value) {
        boolean absent = value == null || value.isNull();
        if (effect == Effect.DENY) {
            if (!absent) {
                throw wrong("A deny has no value: leave it out");
            }
            return null;
        }
        if (value == null || absent) {
            if (effect == Effect.SET) {
                throw wrong("A set says to what: " + form(feature));
            }
            return null;
        }
        Value read = read(feature, value);
        if (read == null) {
            throw wrong("For " + feature.key() + " it is " + form(feature));
        }
        if (effect == Effect.GRANT && read instanceof Value.Switch(boolean on) && !on) {
            throw wrong("A grant never takes away: to switch it off, deny it");
        }
        return read;
    }

    private static @Nullable Value read(Feature feature, JsonNode value) {
        return switch (feature) {
            case Feature.Switch _ -> value.isBoolean() ? new Value.Switch(value.asBoolean()) : null;
            case Feature.Level level ->
                value.isString() && level.levels().contains(value.asString())
                        ? new Value.Level(value.asString())
                        : null;
            case Feature.Quantity _ -> limit(value);
            case Feature.Metered _ -> limit(value);
        };
    }

    /** An exponent is not expanded: 1e999999999 would take a gigabyte to write out. */
    private static @Nullable Value limit(JsonNode value) {
        if (value.isString() && value.asString().equals(UNLIMITED)) {
            return new Value.Unlimited();
        }
        if (!value.isNumber()) {
            return null;
        }
        BigDecimal amount = value.decimalValue();
        boolean fits = amount.signum() >= 0
                && amount.precision() - (long) amount.scale() <= MOST_DIGITS
                && amount.scale() <= MOST_DIGITS;
        return fits ? new Value.Limit(amount) : null;
    }

    private static String form(Feature feature) {
        return switch (feature) {
            case Feature.Switch _ -> "true or false";
            case Feature.Level level -> "one of " + String.join(", ", level.levels());
            case Feature.Quantity _ -> AMOUNT;
            case Feature.Metered _ -> AMOUNT;
        };
    }

    private static final String AMOUNT =
            "a number from 0 with at most " + MOST_DIGITS + " digits on either side of the point, or \"unlimited\"";

    private static Refusal wrong(String detail) {
        return Refusal.ofBody("/value", detail);
    }

    /** As a caller writes it. */
    static @Nullable Object shown(@Nullable Value value) {
        return switch (value) {
            case null -> null;
            case Value.Switch(boolean on) -> on;
            case Value.Limit(BigDecimal amount) -> amount;
            case Value.Unlimited() -> UNLIMITED;
            case Value.Level(String name) -> name;
        };
    }
}
