package dev.plumbline.connectors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of what a provider says has happened, newest first.
 *
 * @param older the place where the next page begins; null on the last
 */
public record EventPage(List<Listed> events, @Nullable String older) {
    public EventPage {
        events = List.copyOf(events);
    }

    /**
     * An event as the provider lists it. Nobody signed it, and nobody need have: it says where to look, and what is true is
     * fetched.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    public record Listed(Hint hint, byte[] body) {}
}
