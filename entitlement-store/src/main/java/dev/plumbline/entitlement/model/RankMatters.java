package dev.plumbline.entitlement.model;

import static java.util.stream.Collectors.toSet;

import dev.plumbline.entitlement.usage.Window;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the rank of two plans decides what a customer of both is given. */
public final class RankMatters {
    private RankMatters() {}

    /** Where grants cannot be merged, because the rule says so or their windows differ, the better plan's wins whole. */
    public static boolean between(Plan a, Plan b, Feature feature) {
        if (!bothGive(a, b, feature)) {
            return false;
        }
        var windows = windows(a, feature);
        windows.addAll(windows(b, feature));
        return feature.merge() == MergeRule.REPLACE || windows.size() > 1;
    }

    public static boolean bothGive(Plan a, Plan b, Feature feature) {
        return gives(a, feature) && gives(b, feature);
    }

    private static boolean gives(Plan plan, Feature feature) {
        return grants(plan, feature).findAny().isPresent();
    }

    private static Set<Window> windows(Plan plan, Feature feature) {
        return grants(plan, feature)
                .map(grant -> grant instanceof Grant.Metered metered ? metered.window() : null)
                .filter(Objects::nonNull)
                .collect(toSet());
    }

    private static Stream<Grant> grants(Plan plan, Feature feature) {
        return plan.versions().stream()
                .flatMap(version -> Stream.concat(
                        Stream.of(version.grants()),
                        version.variations().stream().map(Variation::grants)))
                .map(grants -> grants.get(feature.key()))
                .filter(Objects::nonNull);
    }
}
