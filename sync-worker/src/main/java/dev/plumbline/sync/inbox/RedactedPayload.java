package dev.plumbline.sync.inbox;

import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A delivery's payload without what it says of people: its shape, and of its values only those that are known to be harmless.
 * What is not listed is not shown, so that a field which a provider adds tomorrow stays hidden.
 */
final class RedactedPayload {
    private static final String HIDDEN = "•••";
    private static final int DEEPEST = 12;

    private static final Set<String> HARMLESS = Set.of(
            "object",
            "type",
            "created",
            "livemode",
            "api_version",
            "pending_webhooks",
            "status",
            "currency",
            "amount",
            "amount_due",
            "amount_paid",
            "unit_amount",
            "quantity",
            "interval",
            "interval_count",
            "lookup_key",
            "current_period_start",
            "current_period_end",
            "trial_end",
            "trial_start",
            "cancel_at",
            "cancel_at_period_end",
            "canceled_at",
            "ended_at",
            "start_date",
            "collection_method",
            "billing_reason",
            "attempt_count",
            "paid",
            "active",
            "deleted",
            "has_more",
            "total_count");
    /** An id of the provider: a short word, an underline, and nothing that could be a name. */
    private static final Pattern ID = Pattern.compile("[a-z]{1,12}(_test|_live)?_[A-Za-z0-9]{6,64}");

    private RedactedPayload() {}

    /** Pretty-printed; a sentence for what is no JSON. */
    static String of(byte[] payload, JsonMapper json) {
        try {
            return redacted("", json.readTree(payload), 0).toPrettyString();
        } catch (JacksonException notJson) {
            return "It is no JSON: " + payload.length + " bytes, none of which are shown.";
        }
    }

    private static JsonNode redacted(String name, JsonNode value, int depth) {
        if (depth > DEEPEST) {
            return hidden();
        }
        return switch (value) {
            case ObjectNode object -> {
                var shown = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(field ->
                                shown.set(field.getKey(), redacted(field.getKey(), field.getValue(), depth + 1)));
                yield shown;
            }
            case ArrayNode array -> {
                var shown = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> shown.add(redacted(name, element, depth + 1)));
                yield shown;
            }
            case JsonNode scalar when scalar.isNull() || HARMLESS.contains(name) -> scalar;
            case JsonNode scalar
            when scalar.isString() && ID.matcher(scalar.asString()).matches() -> scalar;
            default -> hidden();
        };
    }

    private static JsonNode hidden() {
        return JsonNodeFactory.instance.stringNode(HIDDEN);
    }
}
