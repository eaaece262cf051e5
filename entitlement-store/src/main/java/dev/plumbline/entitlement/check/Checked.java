package dev.plumbline.entitlement.check;

import java.util.List;

/** How a check ended. */
public sealed interface Checked {
    record Answered(CheckAnswer answer) implements Checked {}

    record CustomerUnknown(String customer) implements Checked {}

    record FeatureUnknown(String feature) implements Checked {}

    /** Not one of the levels that the feature has; it has none unless it is a level. */
    record LevelUnknown(String feature, List<String> levels) implements Checked {}

    /** A caller knows of a newer version than is to be seen here yet (F-14). */
    record NotYetVisible(long version, long wanted) implements Checked {}
}
