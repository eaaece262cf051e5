package dev.plumbline.entitlement.check.ofrep;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whom an evaluation context speaks of. */
sealed interface Target {
    record Customer(String key) implements Target {}

    record Missing(FlagError error) implements Target {}

    /**
     * @param attribute the context attribute that names the customer where the targeting key names a user; empty for none
     * @param flag the key that is asked for; null for all
     */
    static Target in(@Nullable JsonNode body, String attribute, @Nullable String flag) {
        if (body == null || !body.isObject()) {
            return new Missing(new FlagError(flag, "PARSE_ERROR", "The body is not a JSON object"));
        }
        JsonNode context = body.get("context");
        if (context == null || !context.isObject()) {
            return new Missing(FlagError.invalidContext(flag, "The body has no context"));
        }
        String named = attribute.isEmpty() ? null : text(context.get(attribute));
        String customer = named != null ? named : text(context.get("targetingKey"));
        return customer == null
                ? new Missing(new FlagError(flag, "TARGETING_KEY_MISSING", "The context has no targetingKey"))
                : new Customer(customer);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node != null && node.isString() && !node.asString().isBlank() ? node.asString() : null;
    }
}
