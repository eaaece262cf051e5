package dev.plumbline.simulated.stripe;

import java.util.List;

/** What an operation did: the object as it is now, and the events that tell of it, in the order they happened. */
public record Change<T extends StripeObject>(T object, List<Event> events) {
    public Change {
        events = List.copyOf(events);
    }

    public String id() {
        return object.id();
    }
}
