package dev.plumbline.sync.console.override;

import dev.plumbline.entitlement.check.decisions.OverrideAsked;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.sync.console.frame.Moments;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** The fields of the form, and what is asked by them: the rules are those of the API. */
final class OverrideForm {
    /** Long enough for most things to be settled, short enough that somebody looks again. */
    private static final Duration USUAL = Duration.ofDays(30);

    static final List<String> CATEGORIES =
            List.of("Goodwill", "Trial of a feature", "Contract", "Sales promise", "Abuse or security", "Correction");

    private static final List<String> FIELDS = List.of(
            "feature",
            "effect",
            "value",
            "validFrom",
            "validUntil",
            "category",
            "reason",
            "link",
            "user",
            "ignoreAvailability");

    private OverrideForm() {}

    /** As it is opened: what is usual is filled in. */
    static Map<String, String> empty(@Nullable String feature, Instant now) {
        var fields = new HashMap<String, String>();
        FIELDS.forEach(field -> fields.put(field, ""));
        fields.put("feature", feature == null ? "" : feature);
        fields.put("effect", "grant");
        fields.put("validUntil", Moments.forField(now.plus(USUAL)));
        return fields;
    }

    /** As it was filled in, all fields and no others. */
    static Map<String, String> sent(Map<String, String> parameters) {
        var fields = new HashMap<String, String>();
        FIELDS.forEach(
                field -> fields.put(field, parameters.getOrDefault(field, "").strip()));
        return fields;
    }

    /** @throws Refusal for what cannot be read as what its field is for */
    static OverrideAsked asked(Map<String, String> fields, @Nullable Feature about) {
        return new OverrideAsked(
                given(fields, "feature"),
                given(fields, "effect"),
                value(fields.get("value"), about),
                Moments.ofField("validFrom", fields.get("validFrom")),
                Moments.ofField("validUntil", fields.get("validUntil")),
                reason(fields),
                given(fields, "link"),
                given(fields, "user"),
                "on".equals(fields.get("ignoreAvailability")));
    }

    /** The same, for a second person to approve. */
    static JsonNode content(String customer, Map<String, String> fields, @Nullable Feature about) {
        OverrideAsked asked = asked(fields, about);
        var content = JsonNodeFactory.instance.objectNode();
        content.put("customer", customer);
        content.put("feature", asked.feature());
        content.put("effect", asked.effect());
        content.set("value", asked.value());
        content.put(
                "validFrom",
                asked.validFrom() == null ? null : asked.validFrom().toString());
        content.put(
                "validUntil",
                asked.validUntil() == null ? null : asked.validUntil().toString());
        content.put("user", asked.user());
        content.put("ignoreAvailability", asked.ignoreAvailability());
        return content;
    }

    /** The category comes first, so that the register can be read by it. */
    static @Nullable String reason(Map<String, String> fields) {
        String text = given(fields, "reason");
        String category = given(fields, "category");
        if (category == null || !CATEGORIES.contains(category)) {
            throw Refusal.ofBody("/category", "Choose what kind of reason it is");
        }
        return text == null ? null : category + ": " + text;
    }

    /** As the type of the feature wants it; what it cannot be is left as text, for the rules to refuse. */
    private static @Nullable JsonNode value(@Nullable String text, @Nullable Feature about) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return switch (about) {
            case Feature.Switch _ when text.equals("true") || text.equals("yes") -> BooleanNode.TRUE;
            case Feature.Switch _ when text.equals("false") || text.equals("no") -> BooleanNode.FALSE;
            case Feature.Quantity _ -> number(text);
            case Feature.Metered _ -> number(text);
            case null, default -> StringNode.valueOf(text);
        };
    }

    private static JsonNode number(String text) {
        try {
            return DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException notOne) {
            return StringNode.valueOf(text);
        }
    }

    static @Nullable String given(Map<String, String> fields, String field) {
        String text = fields.getOrDefault(field, "");
        return text.isEmpty() ? null : text;
    }
}
