package dev.plumbline.sync.inbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as operators see it. Not its payload: that holds names.
 *
 * @param deliveries how often the provider sent it
 * @param state kept, or why nothing follows from it: what it was taken for when it came, or when it was replayed
 * @param why the same in words
 * @param subject whom it made us look at; null when nobody
 * @param progress of that look: applied, waiting or quarantined; null when there is none
 * @param mend what to do about it; null when nothing is to be done
 */
public record KeptDelivery(
        long id,
        String provider,
        String account,
        String event,
        @Nullable String type,
        @Nullable String apiVersion,
        @Nullable Instant created,
        Instant receivedAt,
        int deliveries,
        String state,
        @Nullable String why,
        @Nullable String subjectKind,
        @Nullable String subject,
        @Nullable String progress,
        @Nullable String mend) {}
