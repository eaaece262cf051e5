package dev.plumbline.entitlement.check.migration;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A migration as somebody draws it up.
 *
 * @param from such as {@code team@1}
 * @param to another version of the same plan
 * @param cohort null for everybody on the version
 * @param when {@code at-renewal}, {@code now}, or an instant; null for what the new version's {@code existing} says, else
 *     {@code at-renewal}
 * @param notBefore with {@code at-renewal}: the first renewal that is not before it
 * @param waves null for one
 */
public record MigrationAsked(
        @Nullable String from,
        @Nullable String to,
        @Nullable CohortAsked cohort,
        @Nullable String when,
        @Nullable Instant notBefore,
        @Nullable WavesAsked waves,
        @Nullable String reason,
        @Nullable String link) {
    /** What is left out leaves nobody out. */
    public record CohortAsked(
            @Nullable List<String> include,
            @Nullable List<String> exclude,
            @Nullable List<String> countries,
            @Nullable List<String> markets,
            @Nullable Map<String, String> attributes,
            @Nullable List<String> terms,
            @Nullable List<String> prices,
            @Nullable Boolean movedByHand) {}

    /**
     * @param percent of all up to the end of each wave, such as 5, 25, 100
     * @param size customers in a wave, instead
     * @param pause ISO 8601, after which the next wave begins by itself; null: a person begins it
     */
    public record WavesAsked(
            @Nullable List<Integer> percent,
            @Nullable Integer size,
            @Nullable String pause) {}
}
