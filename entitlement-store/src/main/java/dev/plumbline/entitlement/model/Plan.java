package dev.plumbline.entitlement.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is sold, in versions that never change once published.
 *
 * @param rank the better plan has the higher; 0 when the file names none
 * @param versions by number
 */
public record Plan(String key, String name, int rank, List<PlanVersion> versions) {
    public Plan {
        versions = List.copyOf(versions);
    }

    public @Nullable PlanVersion version(int number) {
        for (var version : versions) {
            if (version.number() == number) {
                return version;
            }
        }
        return null;
    }
}
