package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.metering.CloudEvents.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events out of a body as it is read: of thousands of them no tree is made but of their data. What cannot be read anywhere in the
 * body spoils all of it.
 */
final class EventStream {
    private static final int DATA = 30;

    private final JsonMapper json;
    private final int most;

    /** @param json that minds what comes after a value: data has something after it */
    EventStream(JsonMapper json, int most) {
        this.json = json;
        this.most = most;
    }

    /** A field stands twice, or something comes after the end. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient TokenStreamLocation location;

        Malformed(TokenStreamLocation location) {
            super("It is no JSON that says one thing", null, false, false);
            this.location = location;
        }

        TokenStreamLocation location() {
            return location;
        }
    }

    Read read(byte[] body) {
        try (JsonParser parser = json.createParser(body)) {
            JsonToken first = parser.nextToken();
            Read read =
                    switch (first) {
                        case null -> new Read.Unreadable("BODY_MALFORMED", "The body is empty");
                        case START_OBJECT -> new Read.Events(List.of(EventReader.structured(event(parser))));
                        case START_ARRAY -> events(parser);
                        default -> {
                            parser.skipChildren();
                            yield new Read.Unreadable(
                                    "BODY_MALFORMED", "A CloudEvent is an object, a batch is an array of them");
                        }
                    };
            if (first != null && parser.nextToken() != null) {
                throw new Malformed(parser.currentTokenLocation());
            }
            return read;
        }
    }

    private Read events(JsonParser parser) {
        var events = new ArrayList<Parsed>();
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            count++;
            if (token != JsonToken.START_OBJECT || count > most) {
                parser.skipChildren();
                events.add(EventReader.NO_EVENT);
            } else {
                events.add(EventReader.structured(event(parser)));
            }
        }
        return count > most
                ? new Read.Unreadable(
                        "BATCH_TOO_LARGE", "A batch has at most " + most + " events; this one has " + count)
                : new Read.Events(events);
    }

    private Attributes event(JsonParser parser) {
        var attributes = new Attributes();
        Set<String> extensions = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            int place = name.equals("data") ? DATA : Attributes.place(name);
            if (place < 0) {
                extensions = extensions == null ? new HashSet<>() : extensions;
                check(extensions.add(name), parser);
                parser.nextToken();
                parser.skipChildren();
                continue;
            }
            check(attributes.isFirst(place), parser);
            JsonToken value = parser.nextToken();
            if (place == DATA) {
                attributes.data(json.readTree(parser));
            } else {
                attribute(attributes, place, value, parser);
            }
        }
        return attributes;
    }

    private static void attribute(Attributes attributes, int place, @Nullable JsonToken value, JsonParser parser) {
        switch (value) {
            case VALUE_STRING -> attributes.text(place, parser.getString());
            case VALUE_NULL -> attributes.text(place, null);
            case null, default -> {
                parser.skipChildren();
                attributes.noText(place);
            }
        }
    }

    private static void check(boolean once, JsonParser parser) {
        if (!once) {
            throw new Malformed(parser.currentTokenLocation());
        }
    }
}
