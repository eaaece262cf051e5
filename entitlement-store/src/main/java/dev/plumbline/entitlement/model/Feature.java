package dev.plumbline.entitlement.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something a customer may use, and all that is true of it whatever the plan. */
public sealed interface Feature {
    About about();

    MergeRule merge();

    /** What everybody has without buying anything; null for nothing. */
    @Nullable
    Grant byDefault();

    /** The name of its type in the file and in answers. */
    String type();

    default FeatureKey key() {
        return about().key();
    }

    default String name() {
        return about().name();
    }

    default OnOutage onOutage() {
        return about().onOutage();
    }

    default boolean irreversible() {
        return about().irreversible();
    }

    default List<Availability> availableIn() {
        return about().availableIn();
    }

    default @Nullable String owner() {
        return about().owner();
    }

    default List<String> tags() {
        return about().tags();
    }

    /** On or off. */
    record Switch(About about, MergeRule merge, Grant.@Nullable Switch byDefault) implements Feature {
        @Override
        public String type() {
            return "switch";
        }
    }

    /** So many of a thing: seats, projects. */
    record Quantity(About about, MergeRule merge, Grant.@Nullable Quantity byDefault) implements Feature {
        @Override
        public String type() {
            return "quantity";
        }
    }

    /**
     * So much in each window.
     *
     * @param meter what counts it; null when nothing does yet, and then it is never used up
     */
    record Metered(
            About about,
            MergeRule merge,
            Grant.@Nullable Metered byDefault,
            @Nullable Meter meter) implements Feature {
        @Override
        public String type() {
            return "metered";
        }
    }

    /**
     * One of an ordered list of levels.
     *
     * @param levels the lowest first
     */
    record Level(About about, MergeRule merge, Grant.@Nullable Level byDefault, List<String> levels)
            implements Feature {
        // Written out: of a compact constructor the class file loses that byDefault may be null.
        public Level(About about, MergeRule merge, Grant.@Nullable Level byDefault, List<String> levels) {
            this.about = about;
            this.merge = merge;
            this.byDefault = byDefault;
            this.levels = List.copyOf(levels);
        }

        @Override
        public String type() {
            return "level";
        }
    }

    /**
     * What features of every type have.
     *
     * @param availableIn the markets it is to be had in; empty for everywhere
     * @param irreversible what it does cannot be undone, so it is not allowed on stale knowledge
     * @param tags for roles that are limited to some features, and for sinks
     */
    record About(
            FeatureKey key,
            String name,
            OnOutage onOutage,
            List<Availability> availableIn,
            boolean irreversible,
            @Nullable String unit,
            @Nullable String owner,
            List<String> tags) {
        public About {
            availableIn = availableIn.stream().sorted(Availability.ORDER).toList();
            tags = tags.stream().sorted().toList();
        }
    }
}
