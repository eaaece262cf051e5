package dev.plumbline.connectors.stripe;

import dev.plumbline.connectors.Shown;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The subscription in the body of a verified event, of any API version. */
final class StripeShown {
    /** What is larger or deeper is left: one fetch less is lost. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(100)
                            .maxDocumentLength(1 << 20)
                            .build())
                    .build())
            .build();

    private StripeShown() {}

    static Optional<Shown> in(byte[] body) {
        try {
            JsonNode subscription = JSON.readTree(body).path("data").path("object");
            String id = subscription.path("id").asString("");
            return subscription.path("object").asString("").equals("subscription") && !id.isEmpty()
                    ? Optional.of(
                            new Shown(id, isActive(subscription), hasEnded(subscription), quantities(subscription)))
                    : Optional.empty();
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isActive(JsonNode subscription) {
        String status = subscription.path("status").asString("");
        return status.equals("active") || status.equals("trialing");
    }

    private static boolean hasEnded(JsonNode subscription) {
        String status = subscription.path("status").asString("");
        return status.equals("canceled") || status.equals("incomplete_expired");
    }

    private static Map<String, Long> quantities(JsonNode subscription) {
        var quantities = new HashMap<String, Long>();
        for (JsonNode item : subscription.path("items").path("data").values()) {
            String price = item.path("price").path("id").asString("");
            if (!price.isEmpty()) {
                quantities.merge(price, item.path("quantity").asLong(0), Long::sum);
            }
        }
        return quantities;
    }
}
