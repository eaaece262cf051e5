package dev.plumbline.entitlement.model.file;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The form of a catalog file: the published JSON Schema, which editors use as well. */
final class SchemaCheck {
    /** Our annotation in the schema: how to mend what the rule beside it refuses. */
    private static final String MEND = "x-mend";

    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keyword(new NonValidationKeyword(MEND))
            .build();
    private static final Schema SCHEMA = load();

    private SchemaCheck() {}

    static void check(JsonNode root, Problems problems) {
        var errors = SCHEMA.validate(root);
        for (var error : errors) {
            if (!isDetailOfAChoice(error, errors)) {
                report(error, problems);
            }
        }
    }

    /** Of a failed "one of these", only that it failed helps; why each of the choices did not fit is noise. */
    private static boolean isDetailOfAChoice(Error error, List<Error> errors) {
        var path = error.getEvaluationPath().toString();
        return errors.stream()
                .filter(other -> Objects.equals(other.getKeyword(), "oneOf"))
                .anyMatch(choice -> path.startsWith(choice.getEvaluationPath() + "/"));
    }

    private static void report(Error error, Problems problems) {
        var pointer = error.getInstanceLocation().toString();
        var keyword = Objects.requireNonNullElse(error.getKeyword(), "");
        var property = error.getProperty();
        switch (keyword) {
            case "required" ->
                problems.atKey(pointer, ProblemCode.MISSING_KEY, "The key " + property + " is missing here; add it");
            case "additionalProperties" ->
                problems.atKey(
                        Locations.child(pointer, property),
                        ProblemCode.UNKNOWN_KEY,
                        "The key " + property + " is not known here; " + knownKeys(error));
            case "propertyNames" ->
                problems.atKey(Locations.child(pointer, property), ProblemCode.BAD_KEY, words(error));
            case "false" ->
                problems.atKey(
                        pointer,
                        ProblemCode.UNKNOWN_KEY,
                        "This key does not belong here: it is for another type, or says what another key says; remove it");
            default -> problems.at(pointer, code(keyword), words(error));
        }
    }

    private static ProblemCode code(String keyword) {
        return switch (keyword) {
            case "type" -> ProblemCode.WRONG_TYPE;
            case "enum", "const" -> ProblemCode.NOT_ALLOWED;
            case "pattern" -> ProblemCode.BAD_FORM;
            case "oneOf" -> ProblemCode.CHOOSE_ONE;
            case "minItems", "minProperties", "minLength" -> ProblemCode.EMPTY;
            case "uniqueItems" -> ProblemCode.TWICE;
            default -> ProblemCode.BAD_VALUE;
        };
    }

    /** How to mend it, as the schema says beside its rule; else what the validator says. */
    private static String words(Error error) {
        var rule = besideTheRule(error);
        var mend = rule.path(MEND).path(error.getKeyword());
        return mend.isString() ? mend.asString() : RuleWords.of(rule, error);
    }

    private static String knownKeys(Error error) {
        var known = besideTheRule(error).path("properties").propertyNames();
        var nearest = Nearest.of(Objects.requireNonNullElse(error.getProperty(), ""), known);
        if (nearest != null) {
            return "did you mean " + nearest + "?";
        }
        return known.isEmpty() ? "remove it" : "remove it, or use one of " + String.join(", ", known);
    }

    private static JsonNode besideTheRule(Error error) {
        var rule = String.valueOf(error.getSchemaLocation().getFragment());
        return SCHEMA.getSchemaNode().at(rule.substring(0, rule.lastIndexOf('/')));
    }

    private static Schema load() {
        try (var in = SchemaCheck.class.getResourceAsStream("/schema/catalog-1.json")) {
            return SchemaRegistry.withDialect(DIALECT).getSchema(Objects.requireNonNull(in), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
