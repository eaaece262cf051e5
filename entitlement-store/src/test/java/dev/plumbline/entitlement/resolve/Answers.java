package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that the laws ask of a resolver, so that they can be asked of a broken one as well. */
record Answers(Layers layers, Deciding deciding) {
    static final Answers OURS = new Answers(Layers.ALL, Decider::decide);

    /** Layer 9. */
    interface Deciding {
        Decision decide(Feature feature, Segment segment, Usage usage, Request request, Instant at);
    }

    static Answers with(Layers broken) {
        return new Answers(broken, OURS.deciding);
    }

    static Answers with(Deciding broken) {
        return new Answers(OURS.layers, broken);
    }

    Timeline resolve(Model model, Facts facts, @Nullable String user) {
        return Resolver.resolve(Prepared.of(model, layers), facts, user);
    }

    /** At one instant only, whatever the segments are. */
    Segment at(Model model, Facts facts, FeatureKey key, Instant at, @Nullable String user) {
        var prepared = Prepared.of(model, layers);
        var feature = Objects.requireNonNull(prepared.feature(key.value()));
        return new Resolution(new Situation(prepared, facts, user))
                .at(at, feature, null)
                .segment(at, Instant.MAX);
    }

    Explanation explain(Model model, Facts facts, FeatureKey key, Instant at, @Nullable String user) {
        return Resolver.explain(Prepared.of(model, layers), facts, key, at, user);
    }
}
