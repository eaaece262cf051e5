package dev.plumbline.connectors;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider's own list of what happened, for what no delivery told. */
public interface EventFeed {
    /** How long the provider lists what happened. */
    Duration kept();

    /**
     * One page of the events made at or after an instant, newest first: a reader that has not come to the last page has seen
     * nothing of the oldest, so nothing may be ticked off before that.
     *
     * @param older where the page before ended; null for the first
     * @return empty when the provider does not know that place any more: the list is to be read from its beginning
     * @throws BillingUnavailable when no trustworthy answer could be had; try again later
     */
    Optional<EventPage> since(Instant since, @Nullable String older);
}
