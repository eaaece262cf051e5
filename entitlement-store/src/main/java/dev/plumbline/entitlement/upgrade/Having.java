package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome.Granted;
import dev.plumbline.entitlement.resolve.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody with these facts has of a feature at an instant.
 *
 * @param decision on what is wished for
 * @param allowance what there is, before usage and wish; null for nothing
 */
public record Having(Decision decision, @Nullable Allowance allowance) {
    static Having of(Model model, Facts facts, Wish wish) {
        Feature feature = wish.feature();
        var segment = covering(Resolver.resolve(model, facts, feature, null), wish);
        var decision = Decider.decide(feature, segment, new Usage(wish.used(), null), wish.request(), wish.at());
        return new Having(decision, segment.outcome() instanceof Granted granted ? granted.allowance() : null);
    }

    private static Segment covering(List<Segment> segments, Wish wish) {
        return segments.stream()
                .filter(segment -> segment.covers(wish.at()))
                .findFirst()
                .orElseGet(segments::getLast);
    }

    public boolean hasAccess() {
        return decision.hasAccess();
    }

    /** Whether it is worth having instead of that. */
    boolean isBetterThan(Having now, Wish wish) {
        var given = wish.given();
        if (given != null) {
            // A decision is on a number, whatever the window: so many a week are not as many a month.
            return isAsMuchAs(given) && !now.isAsMuchAs(given);
        }
        if (!hasAccess() || (now.hasAccess() && wish.isNamed())) {
            return false;
        }
        return !now.hasAccess() || Scale.isMore(allowance, now.allowance);
    }

    boolean isAsMuchAs(Allowance given) {
        return !Scale.isMore(given, allowance);
    }
}
