package dev.plumbline.entitlement.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is bought on top of a plan, any number of times, in versions like a plan's. */
public record AddOn(String key, String name, List<Version> versions) {
    public AddOn {
        versions = List.copyOf(versions);
    }

    public @Nullable Version version(int number) {
        for (var version : versions) {
            if (version.number() == number) {
                return version;
            }
        }
        return null;
    }

    /**
     * @param requiresPlans it counts beside one of these only; empty for beside any or none
     * @param max no more than so many count; null for no bound
     */
    public record Version(
            String addOn,
            int number,
            Sellable sellable,
            Set<String> requiresPlans,
            @Nullable Long max,
            Map<FeatureKey, Grant> grants,
            List<Mapping> mappings) {
        public Version {
            requiresPlans = Set.copyOf(requiresPlans);
            grants = Map.copyOf(grants);
            mappings = mappings.stream().sorted(Mapping.ORDER).toList();
        }

        public String ref() {
            return addOn + "@" + number;
        }
    }
}
