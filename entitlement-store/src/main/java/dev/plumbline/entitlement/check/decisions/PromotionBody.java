package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Market;
import dev.plumbline.entitlement.model.Promotion;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A promotion at a glance.
 *
 * @param state upcoming, running or over
 * @param plans and markets: empty for all
 * @param enrolled who has a place now
 * @param placesLeft null when there is no bound
 */
public record PromotionBody(
        String key,
        String reason,
        String state,
        Instant from,
        Instant until,
        @Nullable Period grantFor,
        List<String> plans,
        List<String> markets,
        List<String> features,
        @Nullable Long maxCustomers,
        long enrolled,
        @Nullable Long placesLeft) {
    static PromotionBody of(Promotion promotion, long enrolled, Instant now) {
        Long most = promotion.audience().maxCustomers();
        return new PromotionBody(
                promotion.key(),
                promotion.reason(),
                state(promotion, now),
                promotion.from(),
                promotion.until(),
                promotion.grantFor(),
                promotion.audience().plans().stream().sorted().toList(),
                promotion.audience().markets().stream()
                        .map(Market::key)
                        .sorted()
                        .toList(),
                promotion.grants().keySet().stream()
                        .map(FeatureKey::value)
                        .sorted()
                        .toList(),
                most,
                enrolled,
                most == null ? null : Math.max(0, most - enrolled));
    }

    private static String state(Promotion promotion, Instant now) {
        if (now.isBefore(promotion.from())) {
            return "upcoming";
        }
        return now.isBefore(promotion.until()) ? "running" : "over";
    }
}
