package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** GET /v1/events: thirty days and no more, each in the version it was made in. */
final class EventReads {
    private static final Duration LISTED = Duration.ofDays(30);
    private static final int MOST_TYPES = 20;

    private final Look look;

    EventReads(Look look) {
        this.look = look;
    }

    ObjectNode one(String id) {
        Event event = look.reading().events().find(id);
        return Resources.found(event != null && recent(event) ? event : null, "event", id)
                .json();
    }

    /** {@code delivery_success} is understood but ignored: whoever asks for failures gets the rest as well. */
    ObjectNode list(Query query) {
        query.allowPagingAnd("type", "types", "created", "delivery_success");
        List<String> types = Stream.concat(query.all("types").stream(), query.all("type").stream())
                .toList();
        if (types.size() > MOST_TYPES) {
            throw Refused.invalid("types", "At most " + MOST_TYPES + " types may be asked for.");
        }
        Predicate<Instant> created = query.created();
        Page<Event> page = Page.of(
                look.reading().events(),
                "event",
                null,
                query,
                event -> recent(event)
                        && (types.isEmpty() || types.stream().anyMatch(type -> matches(type, event.type())))
                        && created.test(event.created()));
        return look.blindTo(page).shown("/v1/events", Event::json);
    }

    private boolean recent(Event event) {
        return !event.created().isBefore(look.now().minus(LISTED));
    }

    private static boolean matches(String pattern, String type) {
        return pattern.endsWith("*")
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : type.equals(pattern);
    }
}
