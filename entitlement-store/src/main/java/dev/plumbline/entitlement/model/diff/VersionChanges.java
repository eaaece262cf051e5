package dev.plumbline.entitlement.model.diff;

import static dev.plumbline.entitlement.model.diff.Change.Effect.ALTERS_NO_ANSWER;
import static dev.plumbline.entitlement.model.diff.Change.Effect.CAN_ALTER_ANSWERS;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Sellable;
import dev.plumbline.entitlement.model.Variation;
import dev.plumbline.entitlement.model.diff.Change.Effect;
import dev.plumbline.entitlement.model.diff.Change.Kind;
import dev.plumbline.entitlement.model.diff.Changes.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Versions of plans and of add-ons. A new version alters nothing by itself: nobody is on it. */
final class VersionChanges {
    private final Changes changes;
    private final MappingChanges mappings;

    VersionChanges(Changes changes, MappingChanges mappings) {
        this.changes = changes;
        this.mappings = mappings;
    }

    void added(Place at, PlanVersion version) {
        changes.added(Kind.VERSION_ADDED, at, words(version), ALTERS_NO_ANSWER);
        migration(at, null, version.existing());
        mappings.compare(at, List.of(), version.mappings());
    }

    void removed(Place at, PlanVersion version) {
        changes.removed(Kind.VERSION_REMOVED, at, words(version), CAN_ALTER_ANSWERS);
        mappings.compare(at, version.mappings(), List.of());
    }

    void kept(Place at, PlanVersion was, PlanVersion is) {
        sale(at, was.sellable(), is.sellable());
        grants(at, was.grants(), is.grants());
        variations(at, was.variations(), is.variations());
        changes.compare(
                Kind.TRIAL_CHANGED,
                at.at("trial", "The trial of " + at.ref()),
                was.trial(),
                is.trial(),
                Words::of,
                CAN_ALTER_ANSWERS);
        migration(at, was.existing(), is.existing());
        mappings.compare(at, was.mappings(), is.mappings());
    }

    void added(Place at, AddOn.Version version) {
        changes.added(Kind.VERSION_ADDED, at, words(version), ALTERS_NO_ANSWER);
        mappings.compare(at, List.of(), version.mappings());
    }

    void removed(Place at, AddOn.Version version) {
        changes.removed(Kind.VERSION_REMOVED, at, words(version), CAN_ALTER_ANSWERS);
        mappings.compare(at, version.mappings(), List.of());
    }

    void kept(Place at, AddOn.Version was, AddOn.Version is) {
        sale(at, was.sellable(), is.sellable());
        grants(at, was.grants(), is.grants());
        if (!was.requiresPlans().equals(is.requiresPlans()) || !Objects.equals(was.max(), is.max())) {
            changes.say(
                    Kind.ADD_ON_REQUIREMENT_CHANGED,
                    at.at("requires", "What " + at.ref() + " needs"),
                    requirement(was),
                    requirement(is),
                    CAN_ALTER_ANSWERS);
        }
        mappings.compare(at, was.mappings(), is.mappings());
    }

    private static String words(PlanVersion version) {
        var variations = version.variations().stream()
                .map(variation -> "; " + variation.name() + " " + Words.of(variation))
                .collect(Collectors.joining());
        var trial = version.trial() == null ? "" : "; trial: " + Words.of(version.trial());
        return "sold " + Words.of(version.sellable()) + "; gives " + Words.grants(version.grants()) + variations
                + trial;
    }

    private static String words(AddOn.Version version) {
        return "sold " + Words.of(version.sellable()) + "; gives " + Words.grants(version.grants()) + "; needs "
                + requirement(version);
    }

    private static String requirement(AddOn.Version version) {
        var plans = version.requiresPlans().isEmpty() ? "no plan" : Words.sorted(version.requiresPlans());
        return plans + (version.max() == null ? "" : ", at most " + version.max());
    }

    /** Those who bought it keep it, whatever becomes of its sale. */
    private void sale(Place at, Sellable was, Sellable is) {
        if (was.equals(is)) {
            return;
        }
        if (Objects.equals(was.from(), is.from()) && endsEarlier(was.until(), is.until())) {
            changes.add(
                    Kind.VERSION_RETIRED,
                    at.at("sellable", at.ref()),
                    at.ref() + " is sold no longer than until " + Words.of(Objects.requireNonNull(is.until()))
                            + "; those who bought it keep it",
                    Words.of(was),
                    Words.of(is),
                    ALTERS_NO_ANSWER);
            return;
        }
        var place = at.at("sellable", "The sale of " + at.ref());
        changes.compare(Kind.VERSION_SALE_CHANGED, place, was, is, Words::of, ALTERS_NO_ANSWER);
    }

    private static boolean endsEarlier(@Nullable Instant was, @Nullable Instant is) {
        return is != null && (was == null || is.isBefore(was));
    }

    private void grants(Place at, Map<FeatureKey, Grant> before, Map<FeatureKey, Grant> after) {
        Changes.walk(
                before,
                after,
                Changes.fate(
                        (feature, grant) -> grant(Kind.GRANT_ADDED, at, feature, null, grant),
                        (feature, grant) -> grant(Kind.GRANT_REMOVED, at, feature, grant, null),
                        (feature, was, is) -> grant(Kind.GRANT_CHANGED, at, feature, was, is)));
    }

    private void grant(Kind kind, Place at, FeatureKey feature, @Nullable Grant was, @Nullable Grant is) {
        var place = at.at("grants/" + feature, "What " + at.ref() + " gives of " + feature);
        changes.compare(kind, place, was, is, Words::of, CAN_ALTER_ANSWERS);
    }

    private void variations(Place at, List<Variation> before, List<Variation> after) {
        Changes.walk(
                byName(before),
                byName(after),
                Changes.fate(
                        (name, variation) -> variation(Kind.VARIATION_ADDED, at, name, null, Words.of(variation)),
                        (name, variation) -> variation(Kind.VARIATION_REMOVED, at, name, Words.of(variation), null),
                        (name, was, is) -> {
                            if (!same(was, is)) {
                                variation(Kind.VARIATION_CHANGED, at, name, Words.of(was), Words.of(is));
                            }
                        }));
    }

    /** By the name of the market: that it has other countries is a change of the market. */
    private static boolean same(Variation was, Variation is) {
        return Objects.equals(was.term(), is.term())
                && Objects.equals(marketOf(was), marketOf(is))
                && Objects.equals(was.priority(), is.priority())
                && was.grants().equals(is.grants());
    }

    private static @Nullable String marketOf(Variation variation) {
        return variation.market() == null ? null : variation.market().key();
    }

    private void variation(Kind kind, Place at, String name, @Nullable String was, @Nullable String is) {
        var place = at.at("variations/" + name, "The variation " + name + " of " + at.ref());
        changes.say(kind, place, was, is, CAN_ALTER_ANSWERS);
    }

    private static Map<String, Variation> byName(List<Variation> variations) {
        return variations.stream().collect(toMap(Variation::name, identity()));
    }

    private void migration(Place at, PlanVersion.@Nullable Existing was, PlanVersion.@Nullable Existing is) {
        Effect effect = movesSomebody(was) || movesSomebody(is) ? CAN_ALTER_ANSWERS : ALTERS_NO_ANSWER;
        var place = at.at("existing", "Who moves to " + at.ref());
        changes.compare(Kind.MIGRATION_CHANGED, place, was, is, Words::of, effect);
    }

    private static boolean movesSomebody(PlanVersion.@Nullable Existing existing) {
        return existing != null && !existing.from().isEmpty();
    }
}
