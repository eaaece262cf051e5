package dev.plumbline.entitlement.model;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a subscription that is not in good standing.
 *
 * @param collectionPaused null when the file does not name it: then paused collection changes nothing
 */
public record BillingPolicy(
        Policy pastDue,
        Policy unpaid,
        Policy paused,
        @Nullable Access collectionPaused) {
    public static final Policy KEEPS_ALL = Policy.atOnce(Access.ALL);
    public static final Policy KEEPS_NOTHING = Policy.atOnce(Access.NONE);
    public static final BillingPolicy DEFAULT = new BillingPolicy(KEEPS_ALL, KEEPS_NOTHING, KEEPS_NOTHING, null);

    /**
     * @param grace so long nothing is taken away; null when it applies at once
     * @param stages the earliest first; the first of them begins with the episode
     */
    public record Policy(@Nullable Duration grace, List<Stage> stages) {
        public Policy {
            stages = stages.stream().sorted(Comparator.comparing(Stage::after)).toList();
            if (stages.isEmpty() || !stages.getFirst().after().isZero()) {
                throw new IllegalArgumentException("The first stage of a policy begins with the episode");
            }
        }

        static Policy atOnce(Access access) {
            return new Policy(null, List.of(new Stage(Duration.ZERO, access)));
        }
    }

    /** It replaces the stage before, counted from the start of the episode. */
    public record Stage(Duration after, Access access) {}

    /** What may still be used. */
    public sealed interface Access {
        Access ALL = new AllBut(Set.of());
        Access NONE = new KeepOnly(Set.of());

        boolean allows(FeatureKey feature);

        record AllBut(Set<FeatureKey> denied) implements Access {
            public AllBut {
                denied = Set.copyOf(denied);
            }

            @Override
            public boolean allows(FeatureKey feature) {
                return !denied.contains(feature);
            }
        }

        record KeepOnly(Set<FeatureKey> kept) implements Access {
            public KeepOnly {
                kept = Set.copyOf(kept);
            }

            @Override
            public boolean allows(FeatureKey feature) {
                return kept.contains(feature);
            }
        }
    }
}
