package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Availability;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.MergeRule;
import dev.plumbline.entitlement.resolve.Segment.Phase;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A feature, and what its answers are made of before any customer is looked at. */
final class SoldFeature {
    private final int index;
    private final Feature feature;
    private final FeatureKey key;
    private final MergeRule merge;
    private final List<Availability> availableIn;
    private final @Nullable Offer byDefault;
    private final Offer nothing;
    private final List<Offer> notInPlan;
    private final FeatureCase unnamed;

    SoldFeature(int index, Feature feature) {
        this.index = index;
        this.feature = feature;
        key = feature.key();
        merge = feature.merge();
        availableIn = feature.availableIn();
        var source = new Source(Source.Kind.DEFAULT, key.value());
        var grant = feature.byDefault();
        var value = grant == null ? null : Allowances.of(grant, null, null);
        byDefault = value == null ? null : Offer.of(value, source);
        nothing = Offer.nothing(source, Reason.NO_ACTIVE_PHASE, null);
        notInPlan = Stream.of(Phase.values())
                .map(phase -> Offer.nothing(source, Reason.NOT_IN_PLAN, phase))
                .toList();
        unnamed = FeatureCase.of(this);
    }

    /** Its place among the model's features. */
    int index() {
        return index;
    }

    Feature feature() {
        return feature;
    }

    FeatureKey key() {
        return key;
    }

    MergeRule merge() {
        return merge;
    }

    List<Availability> availableIn() {
        return availableIn;
    }

    /** What everybody has; null for nothing. */
    @Nullable
    Offer byDefault() {
        return byDefault;
    }

    /** What those have for whom nothing runs. */
    Offer nothing() {
        return nothing;
    }

    /** What a plan version gives that does not know it. */
    @SuppressWarnings("EnumOrdinal") // a place in memory, never stored
    Offer notInPlan(Phase phase) {
        return notInPlan.get(phase.ordinal());
    }

    /** Of those customers whose facts do not name it. */
    FeatureCase unnamed() {
        return unnamed;
    }
}
