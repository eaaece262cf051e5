package dev.plumbline.entitlement.model.file;

import static java.util.stream.Collectors.joining;

import dev.plumbline.entitlement.model.file.Locations.Mark;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * YAML to a tree that knows where its nodes stand in the text. Stricter than YAML, because a reviewed file must mean what
 * it looks like: no aliases (which also grow without bound), no key twice, one document.
 */
final class YamlTree {
    /** A catalog of a thousand plan versions is a tenth of this. */
    private static final int MOST_CHARACTERS = 4 << 20;

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(50)
                    .maxNumberLength(40)
                    .maxStringLength(100_000)
                    .build())
            .loadSettings(LoadSettings.builder()
                    .setCodePointLimit(MOST_CHARACTERS)
                    .setAllowDuplicateKeys(true) // refused here, with both places in the message
                    .build())
            .build();

    /** A number as everybody reads it. */
    private static final Pattern CLEAR = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    /** What one version of YAML or another takes for a number: 1_000, 010 (which is 8), 0x1F, .5, 1e3. */
    private static final Pattern NUMBER_TO_SOME =
            Pattern.compile("[-+]?(0[xob][0-9a-fA-F_]+|[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?|\\.[0-9_]+)");

    private final String text;
    private final Locations locations;
    private final YAMLParser parser;

    private YamlTree(String text, Locations locations, YAMLParser parser) {
        this.text = text;
        this.locations = locations;
        this.parser = parser;
    }

    sealed interface Parsed {
        record Tree(JsonNode root, Locations locations) implements Parsed {}

        record Unreadable(Problem problem) implements Parsed {}
    }

    static Parsed parse(String text) {
        var yaml = text.startsWith("\ufeff") ? text.substring(1) : text; // some editors put a byte order mark there
        if (yaml.length() > MOST_CHARACTERS) {
            return new Parsed.Unreadable(new Problem(
                    ProblemCode.TOO_LARGE, "A catalog file has at most 4 MiB; split the catalog", "", new Mark(1, 1)));
        }
        var locations = new Locations();
        try (var parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), new PiecewiseReader(yaml))) {
            return new Parsed.Tree(new YamlTree(yaml, locations, parser).document(), locations);
        } catch (Refused e) {
            return new Parsed.Unreadable(e.problem);
        } catch (JacksonException e) {
            return new Parsed.Unreadable(notYaml(e.getOriginalMessage(), mark(e.getLocation())));
        } catch (RuntimeException e) { // the scanner below Jackson lets some of its own through
            return new Parsed.Unreadable(notYaml(String.valueOf(e.getMessage()), Mark.NONE));
        }
    }

    private JsonNode document() {
        if (next() == null) {
            throw new Refused(
                    ProblemCode.EMPTY, "The file is empty; a catalog begins with format: 1", "", new Mark(1, 1));
        }
        var root = node("");
        if (next() != null) {
            throw new Refused(
                    ProblemCode.MANY_DOCUMENTS, "One file is one catalog; remove what follows `---`", "", here());
        }
        return root;
    }

    private @Nullable JsonToken next() {
        try {
            return parser.nextToken();
        } catch (StreamConstraintsException e) {
            throw new Refused(
                    ProblemCode.TOO_LARGE,
                    "Nested deeper than 50, or a value of over 100,000 characters; a catalog needs 12 levels and short"
                            + " values, so mend the brackets",
                    "",
                    mark(parser.currentLocation()));
        }
    }

    private JsonNode node(String pointer) {
        locations.value(pointer, here());
        if (parser.isCurrentAlias()) {
            throw new Refused(ProblemCode.ALIAS, "Aliases (*name) are not read; write the value out", pointer, here());
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(pointer);
            case START_ARRAY -> array(pointer);
            case VALUE_STRING -> JsonNodeFactory.instance.stringNode(text(pointer));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(pointer);
            case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
            case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
            case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
            default ->
                throw new Refused(
                        ProblemCode.NOT_PLAIN, "Tags (!!binary) are not read; write a plain value", pointer, here());
        };
    }

    private JsonNode object(String pointer) {
        var object = JsonNodeFactory.instance.objectNode();
        while (next() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            var child = Locations.child(pointer, key);
            if (object.has(key)) {
                var first = locations.ofKey(child);
                throw new Refused(
                        ProblemCode.DUPLICATE_KEY,
                        "The key " + key + " is here twice, first in line " + first.line() + "; remove one",
                        child,
                        here());
            }
            locations.key(child, here());
            next();
            object.set(key, node(child));
        }
        return object;
    }

    private JsonNode array(String pointer) {
        var array = JsonNodeFactory.instance.arrayNode();
        while (next() != JsonToken.END_ARRAY) {
            array.add(node(pointer + "/" + array.size()));
        }
        return array;
    }

    private String text(String pointer) {
        var value = parser.getString();
        if (NUMBER_TO_SOME.matcher(value).matches() && isPlain()) {
            throw unclear(value, pointer);
        }
        return value;
    }

    /** Without quotes. The parser does not say, but the text does. */
    private boolean isPlain() {
        var offset = parser.currentTokenLocation().getCharOffset();
        return offset < 0 || offset >= text.length() || "\"'|>".indexOf(text.charAt((int) offset)) < 0;
    }

    private Refused unclear(String value, String pointer) {
        return new Refused(
                ProblemCode.UNCLEAR_NUMBER,
                value + " is read in more than one way; write a number with digits only (1000), or text in quotes",
                pointer,
                here());
    }

    private JsonNode number(String pointer) {
        var spelling = parser.getString();
        if (!CLEAR.matcher(spelling).matches()
                && NUMBER_TO_SOME.matcher(spelling).matches()
                && spelling.length() < 40) {
            throw unclear(spelling, pointer);
        }
        try {
            var number = parser.getDecimalValue();
            // 1e999999999 is short to write and endless to print.
            if (Math.abs((long) number.scale()) <= 20) {
                return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        ? JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue())
                        : JsonNodeFactory.instance.numberNode(number);
            }
        } catch (RuntimeException _) { // .inf and .nan are numbers to YAML
        }
        throw new Refused(
                ProblemCode.NOT_A_NUMBER,
                "This is no number a catalog has use for; write unlimited, or the number that is meant",
                pointer,
                here());
    }

    private Mark here() {
        return mark(parser.currentTokenLocation());
    }

    private static Mark mark(@Nullable TokenStreamLocation location) {
        return location == null ? Mark.NONE : new Mark(location.getLineNr(), location.getColumnNr());
    }

    private static Problem notYaml(String why, Mark mark) {
        var first = why.lines().filter(line -> !line.startsWith(" ")).limit(2).collect(joining(", "));
        var hint = why.contains("\\t") || why.contains("TAB") ? "; indent with spaces, not tabs" : "";
        return new Problem(ProblemCode.NOT_YAML, "This is not YAML: " + first + hint, "", mark);
    }

    /** Ends the reading; never leaves this class. */
    private static final class Refused extends RuntimeException {
        private final transient Problem problem;

        Refused(ProblemCode code, String message, String pointer, Mark mark) {
            super(message, null, false, false);
            problem = new Problem(code, message, pointer, mark);
        }
    }
}
