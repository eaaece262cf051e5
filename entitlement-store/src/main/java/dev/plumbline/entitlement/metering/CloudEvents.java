package dev.plumbline.entitlement.metering;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
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

    private static final JsonMapper STREAMED = JSON.rebuild()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
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
        return read(() -> new EventStream(STREAMED, most).read(body));
    }

    /** @param attributes by their names in lower case, without {@code ce-} */
    public static Read binary(Map<String, String> attributes, @Nullable String contentType, byte[] body) {
        if (body.length == 0) {
            return new Read.Events(List.of(EventReader.binary(attributes, null)));
        }
        return EventReader.isJson(contentType)
                ? read(() -> {
                    JsonNode data = JSON.readTree(body);
                    return data.isMissingNode()
                            ? new Read.Unreadable("BODY_MALFORMED", "The body is empty")
                            : new Read.Events(List.of(EventReader.binary(attributes, data)));
                })
                : new Read.Events(List.of(
                        EventReader.binary(attributes, JSON.getNodeFactory().binaryNode(body))));
    }

    private interface Reading {
        Read now();
    }

    private static Read read(Reading reading) {
        try {
            return reading.now();
        } catch (StreamConstraintsException beyond) {
            return new Read.Unreadable(
                    "BODY_TOO_DEEP",
                    "JSON is nested at most %d deep, and a number has at most %d digits".formatted(DEPTH, DIGITS));
        } catch (JacksonException malformed) {
            return malformed(malformed.getLocation());
        } catch (EventStream.Malformed malformed) {
            return malformed(malformed.location());
        }
    }

    private static Read malformed(TokenStreamLocation where) {
        return new Read.Unreadable(
                "BODY_MALFORMED",
                "The body is not JSON, or has a field twice: line %d, column %d"
                        .formatted(where.getLineNr(), where.getColumnNr()));
    }
}
