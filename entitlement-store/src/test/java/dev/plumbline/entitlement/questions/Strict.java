package dev.plumbline.entitlement.questions;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Part of a scenario file, read so that nothing in it can be overlooked: a key that nobody knows is refused. */
record Strict(JsonNode node, String where) {
    static Strict object(JsonNode node, String where, String... known) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(where + ": here belong keys with values");
        }
        for (String key : node.propertyNames()) {
            if (!Set.of(known).contains(key)) {
                throw new IllegalArgumentException(
                        where + ": nobody knows the key " + key + "; known are " + List.of(known));
            }
        }
        return new Strict(node, where);
    }

    boolean has(String key) {
        return node.has(key);
    }

    JsonNode get(String key) {
        if (!node.has(key)) {
            throw new IllegalArgumentException(where + ": " + key + " is missing");
        }
        return node.get(key);
    }

    String text(String key) {
        return words(get(key), where + "/" + key);
    }

    @Nullable
    String textOrNull(String key) {
        return node.has(key) ? text(key) : null;
    }

    @Nullable
    Instant instantOrNull(String key) {
        return node.has(key) ? instant(text(key)) : null;
    }

    /** One or several. */
    List<String> texts(String key) {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray()) {
            return List.of(text(key));
        }
        var texts = new ArrayList<String>();
        value.forEach(each -> texts.add(words(each, where + "/" + key)));
        return texts;
    }

    Map<String, JsonNode> members(String key) {
        var members = new LinkedHashMap<String, JsonNode>();
        JsonNode value = node.path(key);
        value.propertyNames().forEach(name -> members.put(name, value.get(name)));
        return members;
    }

    /** A table: empty ones are refused, for they would pass. */
    List<JsonNode> table(String key) {
        JsonNode value = get(key);
        if (!value.isArray() || value.isEmpty()) {
            throw new IllegalArgumentException(where + "/" + key + " is a table with at least one line");
        }
        var lines = new ArrayList<JsonNode>();
        value.forEach(lines::add);
        return lines;
    }

    static String words(JsonNode value, String where) {
        if (!value.isValueNode() || value.isNull()) {
            throw new IllegalArgumentException(where + ": here belongs a word");
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? "yes" : "no";
        }
        return value.isNumber() ? new BigDecimal(value.asString()).toPlainString() : value.asString();
    }

    /** A date is its midnight in UTC; a time may name its own offset. */
    static Instant instant(String text) {
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }
}
