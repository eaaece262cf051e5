package dev.plumbline.simulated.stripe;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The envelope around an object, with the old values of what an update changed. */
final class EventShape {
    private EventShape() {}

    static ObjectNode of(Event event) {
        Shapes shapes = new Shapes(event.version(), event.livemode());
        ObjectNode now = shapes.of(event.object());
        ObjectNode envelope = Json.like("event");
        envelope.put("id", event.id());
        envelope.put("api_version", event.version().name());
        envelope.put("created", event.created().getEpochSecond());
        ObjectNode data = envelope.putObject("data");
        data.set("object", now);
        if (event.before() != null) {
            data.set("previous_attributes", changed(shapes.of(event.before()), now));
        }
        envelope.put("livemode", event.livemode());
        Event.Request request = event.request();
        envelope.putObject("request")
                .put("id", request == null ? null : request.id())
                .put("idempotency_key", request == null ? null : request.idempotencyKey());
        envelope.put("type", event.type());
        return envelope;
    }

    private static ObjectNode changed(ObjectNode before, ObjectNode now) {
        ObjectNode previous = Json.object();
        for (Map.Entry<String, JsonNode> old : before.properties()) {
            if (!old.getValue().equals(now.get(old.getKey()))) {
                previous.set(old.getKey(), old.getKey().equals("items") ? dataOf(old.getValue()) : old.getValue());
            }
        }
        return previous;
    }

    /** Of a list Stripe tells the old data whole, without the list's own fields. */
    private static ObjectNode dataOf(JsonNode list) {
        ObjectNode data = Json.object();
        data.set("data", list.path("data"));
        return data;
    }
}
