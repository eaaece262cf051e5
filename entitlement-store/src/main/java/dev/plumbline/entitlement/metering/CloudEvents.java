package dev.plumbline.entitlement.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CloudEvents 1.0 as they come over a wire: one, a batch, or one with its attributes in headers. */
public final class CloudEvents {
    public static final String ONE = "application/cloudevents+json";
    public static final String BATCH = "application/cloudevents-batch+json";
    private static final int DEPTH = 32;
    private static final int DIGITS = 100;

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxNumberLength(DIGITS)
                            .build())
                    .build())
            .enable(
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CloudEvents() {}

    /** What can be read of a body. */
    public sealed interface Read {
        record Events(List<Parsed> events) implements Read {}

        /** None of it: nothing was taken. */
        record Unreadable(String code, String detail) implements Read {}
    }

    /** One event, or an array of them. */
    public static Read structured(byte[] body, int most) {
        return read(body, json -> {
            if (!json.isArray()) {
                return json.isObject()
                        ? new Read.Events(List.of(EventReader.structured(json)))
                        : new Read.Unreadable(
                                "BODY_MALFORMED", "A CloudEvent is an object, a batch is an array of them");
            }
            if (json.size() > most) {
                return new Read.Unreadable(
                        "BATCH_TOO_LARGE", "A batch has at most " + most + " events; this one has " + json.size());
            }
            var events = new ArrayList<Parsed>(json.size());
            json.forEach(event -> events.add(EventReader.structured(event)));
            return new Read.Events(events);
        });
    }

    /** @param attributes by their names in lower case, without {@code ce-} */
    public static Read binary(Map<String, String> attributes, @Nullable String contentType, byte[] body) {
        if (body.length == 0) {
            return new Read.Events(List.of(EventReader.binary(attributes, null)));
        }
        return EventReader.isJson(contentType)
                ? read(body, data -> new Read.Events(List.of(EventReader.binary(attributes, data))))
                : new Read.Events(List.of(
                        EventReader.binary(attributes, JSON.getNodeFactory().binaryNode(body))));
    }

    private interface Reading {
        Read of(JsonNode json);
    }

    private static Read read(byte[] body, Reading reading) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (StreamConstraintsException beyond) {
            return new Read.Unreadable(
                    "BODY_TOO_DEEP",
                    "JSON is nested at most %d deep, and a number has at most %d digits".formatted(DEPTH, DIGITS));
        } catch (JacksonException malformed) {
            return new Read.Unreadable(
                    "BODY_MALFORMED",
                    "The body is not JSON, or has a field twice: line %d, column %d"
                            .formatted(
                                    malformed.getLocation().getLineNr(),
                                    malformed.getLocation().getColumnNr()));
        }
        return json.isMissingNode() ? new Read.Unreadable("BODY_MALFORMED", "The body is empty") : reading.of(json);
    }
}
