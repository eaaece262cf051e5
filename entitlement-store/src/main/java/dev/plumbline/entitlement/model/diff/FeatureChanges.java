package dev.plumbline.entitlement.model.diff;

import static dev.plumbline.entitlement.model.diff.Change.Effect.ALTERS_NO_ANSWER;
import static dev.plumbline.entitlement.model.diff.Change.Effect.CAN_ALTER_ANSWERS;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.joining;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.diff.Change.Effect;
import dev.plumbline.entitlement.model.diff.Change.Kind;
import dev.plumbline.entitlement.model.diff.Changes.Place;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is true of features whatever the plan. */
final class FeatureChanges {
    private final Changes changes;

    FeatureChanges(Changes changes) {
        this.changes = changes;
    }

    void compare(Model before, Model after) {
        Changes.walk(
                before.features(),
                after.features(),
                Changes.fate(
                        (key, feature) -> changes.added(
                                Kind.FEATURE_ADDED,
                                place(feature),
                                words(feature),
                                feature.byDefault() == null ? ALTERS_NO_ANSWER : CAN_ALTER_ANSWERS),
                        (key, feature) -> changes.removed(
                                Kind.FEATURE_REMOVED, place(feature), words(feature), CAN_ALTER_ANSWERS),
                        (key, was, is) -> kept(was, is)));
    }

    private static Place place(Feature feature) {
        return new Place(feature.key().value(), "/features/" + feature.key(), "The feature " + feature.key());
    }

    private static String words(Feature feature) {
        var given = feature.byDefault() == null ? "" : ", " + Words.of(feature.byDefault()) + " for everybody";
        return feature.name() + ", a " + feature.type() + given;
    }

    private void kept(Feature was, Feature is) {
        compare(Kind.FEATURE_RENAMED, is, "name", was.name(), is.name(), ALTERS_NO_ANSWER);
        compare(Kind.FEATURE_TYPE_CHANGED, is, "type", was.type(), is.type(), CAN_ALTER_ANSWERS);
        compare(
                Kind.FEATURE_MERGE_CHANGED,
                is,
                "merge",
                Words.enumName(was.merge()),
                Words.enumName(is.merge()),
                CAN_ALTER_ANSWERS);
        compare(Kind.FEATURE_METER_CHANGED, is, "meter", meter(was), meter(is), CAN_ALTER_ANSWERS);
        changes.compare(
                Kind.FEATURE_DEFAULT_CHANGED,
                place(is).at("default", "What everybody has of " + is.key()),
                was.byDefault(),
                is.byDefault(),
                Words::of,
                CAN_ALTER_ANSWERS);
        changes.compare(
                Kind.FEATURE_LEVELS_CHANGED,
                place(is).at("levels", "The levels of " + is.key()),
                levels(was),
                levels(is),
                Words::list,
                ofLevels(levels(was), levels(is)));
        changes.compare(
                Kind.FEATURE_AVAILABILITY_CHANGED,
                place(is).at("availableIn", "Where " + is.key() + " is to be had"),
                available(was),
                available(is),
                FeatureChanges::words,
                CAN_ALTER_ANSWERS);
        about(was, is);
    }

    private void about(Feature was, Feature is) {
        compare(
                Kind.FEATURE_OUTAGE_CHANGED,
                is,
                "onOutage",
                Words.enumName(was.onOutage()),
                Words.enumName(is.onOutage()),
                CAN_ALTER_ANSWERS);
        compare(
                Kind.FEATURE_IRREVERSIBLE_CHANGED,
                is,
                "irreversible",
                Boolean.toString(was.irreversible()),
                Boolean.toString(is.irreversible()),
                CAN_ALTER_ANSWERS);
        compare(
                Kind.FEATURE_UNIT_CHANGED,
                is,
                "unit",
                was.about().unit(),
                is.about().unit(),
                ALTERS_NO_ANSWER);
        compare(Kind.FEATURE_OWNER_CHANGED, is, "owner", was.owner(), is.owner(), ALTERS_NO_ANSWER);
        changes.compare(
                Kind.FEATURE_TAGS_CHANGED,
                place(is).at("tags", "The tags of " + is.key()),
                was.tags(),
                is.tags(),
                Words::list,
                ALTERS_NO_ANSWER);
    }

    private void compare(
            Kind kind, Feature feature, String key, @Nullable String before, @Nullable String after, Effect effect) {
        var at = place(feature).at(key, "The " + key + " of the feature " + feature.key());
        changes.compare(kind, at, before, after, identity(), effect);
    }

    private static @Nullable String meter(Feature feature) {
        return feature instanceof Feature.Metered metered && metered.meter() != null
                ? metered.meter().key()
                : null;
    }

    private static @Nullable List<String> levels(Feature feature) {
        return feature instanceof Feature.Level level ? level.levels() : null;
    }

    /** A level that is new between or above the others is given to nobody yet; the lowest is what the denied are told. */
    private static Effect ofLevels(@Nullable List<String> was, @Nullable List<String> is) {
        if (was == null || is == null || was.isEmpty() || is.isEmpty()) {
            return CAN_ALTER_ANSWERS;
        }
        var keepsOrder = is.stream().filter(was::contains).toList().equals(was);
        return keepsOrder && was.getFirst().equals(is.getFirst()) ? ALTERS_NO_ANSWER : CAN_ALTER_ANSWERS;
    }

    /** By the names of markets: that a market has other countries is a change of the market. */
    private static List<Available> available(Feature feature) {
        return feature.availableIn().stream()
                .map(entry -> new Available(entry.market().key(), entry.from(), entry.until()))
                .toList();
    }

    private record Available(
            String market, @Nullable Instant from, @Nullable Instant until) {}

    private static String words(List<Available> available) {
        return available.isEmpty()
                ? "everywhere"
                : available.stream()
                        .map(entry -> entry.market + " " + Words.span(entry.from, entry.until))
                        .collect(joining("; "));
    }
}
