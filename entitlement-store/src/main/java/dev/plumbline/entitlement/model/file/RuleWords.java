package dev.plumbline.entitlement.model.file;

import com.networknt.schema.Error;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What a rule of the schema says to people, where the schema itself does not say it better. */
final class RuleWords {
    private RuleWords() {}

    static String of(JsonNode rule, Error error) {
        var keyword = Objects.requireNonNullElse(error.getKeyword(), "");
        var bound = rule.path(keyword);
        return switch (keyword) {
            case "type" -> "This is of the wrong type; write " + types(bound);
            case "enum" -> "This is not one of the words for it; write " + list(bound, ", ");
            case "minimum" -> "This is too little; it is " + bound.asString() + " or more";
            case "exclusiveMinimum" -> "This is too little; it is more than " + bound.asString();
            case "maximum" -> "This is too much; it is " + bound.asString() + " or less";
            case "minItems", "minProperties", "minLength" ->
                "This is empty; write what belongs here, or remove the key";
            case "uniqueItems" -> "A value is twice in this list; remove one";
            default -> error.getMessage();
        };
    }

    private static String types(JsonNode types) {
        return types.isArray() ? list(types, " or ") : aOrAn(types.asString());
    }

    private static String list(JsonNode words, String between) {
        return StreamSupport.stream(words.spliterator(), false)
                .map(word -> word.isString() && between.equals(" or ") ? aOrAn(word.asString()) : word.asString())
                .collect(Collectors.joining(between));
    }

    private static String aOrAn(String type) {
        return switch (type) {
            case "object" -> "a map { key: value }";
            case "array" -> "a list [ … ]";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            case "string" -> "text (a number as text is in quotes)";
            default -> "a " + type;
        };
    }
}
