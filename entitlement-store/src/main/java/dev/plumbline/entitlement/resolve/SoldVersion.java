package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Variation;
import dev.plumbline.entitlement.resolve.Segment.Phase;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plan version as it is for every customer who has it, with what it offers to all alike. */
final class SoldVersion {
    private final PlanVersion version;
    private final Source source;
    private final int rank;
    private final List<Source> variations;
    private final int features;
    private final BitSet billed = new BitSet();
    private final Map<BitSet, Shelf> shelves = new ConcurrentHashMap<>();

    /** @param rank the better plan has the higher */
    SoldVersion(PlanVersion version, int rank, SoldFeature[] features) {
        this.version = version;
        this.rank = rank;
        this.features = features.length;
        source = new Source(Source.Kind.PLAN, version.ref());
        variations = version.variations().stream()
                .map(variation -> new Source(Source.Kind.VARIATION, version.ref() + "/" + variation.name()))
                .toList();
        for (var feature : features) {
            billed.set(feature.index(), grants(feature.key()).anyMatch(SoldVersion::isBilled));
        }
    }

    private Stream<Grant> grants(FeatureKey feature) {
        var trial = version.trial();
        Stream<Map<FeatureKey, Grant>> first =
                trial == null ? Stream.of(version.grants()) : Stream.of(version.grants(), trial.grants());
        return Stream.concat(first, version.variations().stream().map(Variation::grants))
                .map(grants -> grants.get(feature))
                .filter(Objects::nonNull);
    }

    private static boolean isBilled(Grant grant) {
        return grant instanceof Grant.Quantity quantity && Boolean.TRUE.equals(quantity.fromBilling());
    }

    /** Whether how many it is depends on how many the customer is billed for. */
    boolean isBilled(SoldFeature feature) {
        return billed.get(feature.index());
    }

    /** For all whom the same variations fit. */
    Shelf shelf(@Nullable String term, @Nullable String country) {
        var fitting = new BitSet();
        for (var i = 0; i < variations.size(); i++) {
            if (version.variations().get(i).appliesTo(term, country)) {
                fitting.set(i);
            }
        }
        var known = shelves.get(fitting);
        return known != null ? known : shelves.computeIfAbsent(fitting, _ -> new Shelf(features));
    }

    /**
     * What is offered of each feature in each phase; filled as it is asked for. Two threads may work out a place at once: they find
     * the same, and an offer is safe to share.
     */
    static final class Shelf {
        private final int features;
        private final @Nullable Offer[] offers;

        Shelf(int features) {
            this.features = features;
            offers = new @Nullable Offer[Phase.values().length * features];
        }

        @Nullable
        Offer offer(SoldFeature feature, Phase phase) {
            return offers[place(feature, phase)];
        }

        void put(SoldFeature feature, Phase phase, Offer offer) {
            offers[place(feature, phase)] = offer;
        }

        @SuppressWarnings("EnumOrdinal") // a place in memory, never stored
        private int place(SoldFeature feature, Phase phase) {
            return phase.ordinal() * features + feature.index();
        }
    }

    PlanVersion version() {
        return version;
    }

    Source source() {
        return source;
    }

    int rank() {
        return rank;
    }

    /** Of the variation at this place. */
    Source variation(int place) {
        return variations.get(place);
    }
}
