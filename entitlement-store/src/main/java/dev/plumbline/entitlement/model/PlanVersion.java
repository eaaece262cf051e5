package dev.plumbline.entitlement.model;

import java.time.Instant;
import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it was sold from one day on. Grants, variations and trial are frozen when it is published; the rest is not.
 *
 * @param variations the lowest priority first, so that the last one applied wins; then by name: of two that touch other
 *     fields of one grant the file's order would decide which is named as its source
 */
public record PlanVersion(
        String plan,
        int number,
        Sellable sellable,
        Map<FeatureKey, Grant> grants,
        List<Variation> variations,
        @Nullable Trial trial,
        @Nullable Existing existing,
        List<Mapping> mappings) {
    public PlanVersion {
        grants = Map.copyOf(grants);
        variations = variations.stream()
                .sorted(Comparator.comparingInt(Variation::priorityOrNone).thenComparing(Variation::name))
                .toList();
        mappings = mappings.stream().sorted(Mapping.ORDER).toList();
    }

    public String ref() {
        return plan + "@" + number;
    }

    /** Other grants while the phase is a trial. The length comes from billing; this one serves phases made by hand. */
    public record Trial(@Nullable Period length, Map<FeatureKey, Grant> grants) {
        public Trial {
            grants = Map.copyOf(grants);
        }
    }

    /**
     * What becomes of those on an older version.
     *
     * @param from the versions whose customers may be moved; empty for none
     */
    public record Existing(Migrate migrate, @Nullable Instant notBefore, List<Integer> from) {
        public Existing {
            from = from.stream().distinct().sorted().toList();
        }

        public enum Migrate {
            AT_RENEWAL,
            AT_DATE
        }
    }
}
