package dev.plumbline.simulated.stripe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as Stripe writes it: two spaces, one value a line, times as whole seconds. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final ObjectWriter BRIEFLY = MAPPER.writer().without(JsonNodeFeature.WRITE_NULL_PROPERTIES);
    private static final Map<String, ObjectNode> TEMPLATES = new ConcurrentHashMap<>();
    private static final DefaultPrettyPrinter STYLE = style();

    private Json() {}

    public static String pretty(JsonNode node) {
        return MAPPER.writer().with(STYLE).writeValueAsString(node);
    }

    /** In one line, without what is null: to whoever reads it into objects it says the same, and costs both sides less. */
    public static String brief(JsonNode node) {
        return BRIEFLY.writeValueAsString(node);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** A fresh copy of an object with everything that is the same for all of its kind. */
    static ObjectNode like(String kind) {
        return TEMPLATES.computeIfAbsent(kind, Json::read).deepCopy();
    }

    static @Nullable Long epoch(@Nullable Instant instant) {
        return instant == null ? null : instant.getEpochSecond();
    }

    private static ObjectNode read(String kind) {
        try (InputStream template = Json.class.getResourceAsStream(kind + ".json")) {
            if (template == null) {
                throw new IllegalStateException("no template for " + kind);
            }
            return (ObjectNode) MAPPER.readTree(template);
        } catch (IOException cannotRead) {
            throw new UncheckedIOException(cannotRead);
        }
    }

    private static DefaultPrettyPrinter style() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        Separators tight = Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        return new DefaultPrettyPrinter(tight).withObjectIndenter(lines).withArrayIndenter(lines);
    }
}
