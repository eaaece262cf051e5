package dev.plumbline.entitlement.model;

import java.time.Instant;
import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * More for a while, to those who are enrolled. Who is, is a fact of the customer and not decided here.
 *
 * @param grantFor how long each customer has it, from the later of the window's start and the subscription's; null for
 *     until the window ends
 */
public record Promotion(
        String key,
        String reason,
        Instant from,
        Instant until,
        Audience audience,
        Map<FeatureKey, Grant> grants,
        @Nullable Period grantFor) {
    public Promotion {
        grants = Map.copyOf(grants);
    }

    /** @param plans and markets: empty for all of them */
    public record Audience(
            Set<String> plans,
            List<Market> markets,
            @Nullable Long maxCustomers) {
        public Audience {
            plans = Set.copyOf(plans);
            markets = markets.stream().sorted(Comparator.comparing(Market::key)).toList();
        }

        public boolean includes(String plan) {
            return plans.isEmpty() || plans.contains(plan);
        }
    }
}
