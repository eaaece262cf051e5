package dev.plumbline.entitlement.model;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Other grants of a plan version for one payment term, one market, or both at once.
 *
 * @param priority the higher wins where two variations touch one value; null when the file names none
 */
public record Variation(
        String name,
        @Nullable String term,
        @Nullable Market market,
        @Nullable Integer priority,
        Map<FeatureKey, Grant> grants) {
    public Variation {
        grants = Map.copyOf(grants);
    }

    public boolean appliesTo(@Nullable String itsTerm, @Nullable String country) {
        return (term == null || Objects.equals(term, itsTerm))
                && (market == null || (country != null && market.countries().contains(country)));
    }

    int priorityOrNone() {
        return priority == null ? 0 : priority;
    }
}
