package dev.plumbline.entitlement.migration;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of one customer, or will.
 *
 * @param outcome MOVED, SKIPPED, FAILED or UNDONE; null as long as it is to be moved
 * @param why a code; null where none is needed
 * @param effectiveAt when its pin moves; null for one that stays
 * @param changes what it gains and loses by that: feature, kind, before, after, from
 * @param at when the outcome was written
 */
public record Fate(
        String customer,
        @Nullable Integer wave,
        @Nullable Outcome outcome,
        @Nullable String why,
        @Nullable String detail,
        @Nullable Instant effectiveAt,
        List<JsonNode> changes,
        @Nullable Instant at) {
    /** Names are part of the interface. */
    public enum Outcome {
        MOVED,
        SKIPPED,
        FAILED,
        UNDONE
    }
}
