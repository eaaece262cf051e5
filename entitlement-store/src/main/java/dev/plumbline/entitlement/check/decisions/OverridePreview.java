package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.decision.KeptOverride.Terms;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.CurrentFacts;
import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an override would change, by the resolver that will decide it. Writes nothing. */
@Component
public class OverridePreview {
    private final CurrentFacts current;
    private final Known known;

    OverridePreview(CurrentFacts current, Known known) {
        this.current = current;
        this.known = known;
    }

    /** @param at when it begins, or now if it has begun by then */
    public record Previewed(
            boolean dryRun, String customer, @Nullable String user, Instant at, List<Changed> features) {}

    /** @param changes false when the override would make no difference to what may be used */
    public record Changed(String feature, boolean changes, Shown before, Shown after) {}

    /** Before usage. */
    public record Shown(
            boolean hasAccess,
            @Nullable BigDecimal limit,
            boolean unlimited,
            @Nullable String level,
            String reason,
            String source,
            @Nullable Instant validUntil) {
        /** Another reason alone gives nobody more or less. */
        boolean givesTheSameAs(Shown other) {
            return hasAccess == other.hasAccess
                    && unlimited == other.unlimited
                    && isSame(limit, other.limit)
                    && Objects.equals(level, other.level);
        }

        private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
            if (one == null || other == null) {
                return one == null && other == null;
            }
            return one.compareTo(other) == 0;
        }

        static Shown of(Decision decision) {
            return new Shown(
                    decision.hasAccess(),
                    decision.limit(),
                    decision.unlimited(),
                    decision.level(),
                    decision.reason().name(),
                    decision.source().ref(),
                    decision.validUntil());
        }
    }

    /** Its id, while it has none. */
    private static final String PREVIEW = "preview";

    Previewed of(CustomerKey customer, Terms terms, Instant now) {
        Instant at = terms.validFrom().isAfter(now) ? terms.validFrom() : now;
        var key = new FeatureKey(terms.feature());
        Model model = known.modelAt(at, key);
        Feature feature = Objects.requireNonNull(model.feature(key));
        Facts facts = current.of(customer, model, now)
                .orElseThrow(Known::customerUnknown)
                .facts();
        // The newest there is, whatever the clocks of those before it said.
        Facts after = facts.with(terms.fact(PREVIEW, Instant.MAX));
        Shown was = decided(model, facts, feature, terms.user(), at);
        Shown willBe = decided(model, after, feature, terms.user(), at);
        return new Previewed(
                true,
                customer.value(),
                terms.user(),
                at,
                List.of(new Changed(terms.feature(), !was.givesTheSameAs(willBe), was, willBe)));
    }

    private static Shown decided(Model model, Facts facts, Feature feature, @Nullable String user, Instant at) {
        Segment segment = Resolver.resolve(model, facts, feature, user).stream()
                .filter(one -> one.covers(at))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A timeline has no gaps"));
        return Shown.of(Decider.decide(feature, segment, Usage.NONE, Request.PLAIN, at));
    }
}
