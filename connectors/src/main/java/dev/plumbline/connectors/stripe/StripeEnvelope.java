package dev.plumbline.connectors.stripe;

import dev.plumbline.connectors.Hint.Mode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The outer object of an event, read as a stream in whatever order its keys come. Snapshot events carry the object under
 * {@code data}, thin ones ({@code v2.core.event}) only name it. Of a key that comes twice the first counts.
 */
final class StripeEnvelope {
    private static final long LAST_SECOND_OF_9999 = 253_402_300_799L;

    private @Nullable String object;
    private @Nullable String id;
    private @Nullable String type;
    private @Nullable String apiVersion;
    private @Nullable String connectedAccount;
    private @Nullable Mode mode;
    private @Nullable Instant created;
    private final StripeSubject subject = new StripeSubject();

    private StripeEnvelope() {}

    /** Null when the document is not an object. */
    static @Nullable StripeEnvelope read(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        StripeEnvelope event = new StripeEnvelope();
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            json.nextToken();
            event.take(key, json);
        }
        return event;
    }

    private void take(String key, JsonParser json) {
        switch (key) {
            case "object" -> object = first(object, json);
            case "id" -> id = first(id, json);
            case "type" -> type = first(type, json);
            case "api_version" -> apiVersion = first(apiVersion, json);
            // Of another account than the endpoint's: what snapshot events call account, thin ones call context.
            case "account", "context" -> connectedAccount = first(connectedAccount, json);
            case "livemode" -> mode = mode == null ? mode(json) : mode;
            case "created" -> created = created == null ? instant(json) : created;
            case "data" -> subject.readData(json);
            case "related_object" -> subject.readRelated(json);
            default -> {}
        }
        json.skipChildren(); // does nothing on a scalar or at an object's end
    }

    private static @Nullable String first(@Nullable String taken, JsonParser json) {
        return taken == null && json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : taken;
    }

    private static @Nullable Mode mode(JsonParser json) {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> Mode.LIVE;
            case VALUE_FALSE -> Mode.TEST;
            default -> null;
        };
    }

    /** Snapshot events say seconds, thin ones ISO 8601. Not worth a refusal when odd: nothing is ordered by it. */
    private static @Nullable Instant instant(JsonParser json) {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getStringLength() <= 12) {
            long seconds = json.getLongValue();
            return seconds >= 0 && seconds <= LAST_SECOND_OF_9999 ? Instant.ofEpochSecond(seconds) : null;
        }
        if (json.currentToken() == JsonToken.VALUE_STRING && json.getStringLength() <= 40) {
            try {
                Instant instant = Instant.parse(json.getString());
                return Math.abs(instant.getEpochSecond()) <= LAST_SECOND_OF_9999 ? instant : null;
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        return null;
    }

    boolean isEvent() {
        return "event".equals(object) || "v2.core.event".equals(object);
    }

    boolean ofConnectedAccount() {
        return connectedAccount != null;
    }

    @Nullable
    String id() {
        return id;
    }

    @Nullable
    String type() {
        return type;
    }

    @Nullable
    String apiVersion() {
        return apiVersion;
    }

    @Nullable
    Mode mode() {
        return mode;
    }

    @Nullable
    Instant created() {
        return created;
    }

    StripeSubject subject() {
        return subject;
    }
}
