package dev.plumbline.entitlement.model.diff;

import static dev.plumbline.entitlement.model.diff.Change.Effect.ALTERS_NO_ANSWER;
import static dev.plumbline.entitlement.model.diff.Change.Effect.CAN_ALTER_ANSWERS;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.RankMatters;
import dev.plumbline.entitlement.model.diff.Change.Effect;
import dev.plumbline.entitlement.model.diff.Change.Kind;
import dev.plumbline.entitlement.model.diff.Changes.Place;
import java.util.List;
import java.util.Map;

/** Plans and add-ons, which come in versions. */
final class PlanChanges {
    private final Changes changes;
    private final VersionChanges versions;
    private final Model before;
    private final Model after;

    PlanChanges(Changes changes, Model before, Model after) {
        this.changes = changes;
        this.versions = new VersionChanges(changes, new MappingChanges(changes, before));
        this.before = before;
        this.after = after;
    }

    void compare() {
        Changes.walk(
                before.plans(),
                after.plans(),
                Changes.fate(
                        (key, plan) -> {
                            changes.added(Kind.PLAN_ADDED, place(plan), words(plan), ALTERS_NO_ANSWER);
                            versionsOf(key, List.of(), plan.versions());
                        },
                        (key, plan) -> {
                            changes.removed(Kind.PLAN_REMOVED, place(plan), words(plan), CAN_ALTER_ANSWERS);
                            versionsOf(key, plan.versions(), List.of());
                        },
                        (key, was, is) -> {
                            kept(was, is);
                            versionsOf(key, was.versions(), is.versions());
                        }));
        Changes.walk(
                before.addOns(),
                after.addOns(),
                Changes.fate(
                        (key, addOn) -> {
                            changes.added(Kind.ADD_ON_ADDED, place(addOn), addOn.name(), ALTERS_NO_ANSWER);
                            versionsOfAddOn(key, List.of(), addOn.versions());
                        },
                        (key, addOn) -> {
                            changes.removed(Kind.ADD_ON_REMOVED, place(addOn), addOn.name(), CAN_ALTER_ANSWERS);
                            versionsOfAddOn(key, addOn.versions(), List.of());
                        },
                        (key, was, is) -> {
                            changes.compare(
                                    Kind.ADD_ON_RENAMED,
                                    place(is).at("name", "The name of the add-on " + key),
                                    was.name(),
                                    is.name(),
                                    identity(),
                                    ALTERS_NO_ANSWER);
                            versionsOfAddOn(key, was.versions(), is.versions());
                        }));
    }

    private static Place place(Plan plan) {
        return new Place(plan.key(), "/plans/" + plan.key(), "The plan " + plan.key());
    }

    private static Place place(AddOn addOn) {
        return new Place(addOn.key(), "/addOns/" + addOn.key(), "The add-on " + addOn.key());
    }

    private static String words(Plan plan) {
        return plan.name() + ", rank " + plan.rank();
    }

    private void kept(Plan was, Plan is) {
        changes.compare(
                Kind.PLAN_RENAMED,
                place(is).at("name", "The name of the plan " + is.key()),
                was.name(),
                is.name(),
                identity(),
                ALTERS_NO_ANSWER);
        changes.compare(
                Kind.PLAN_RANK_CHANGED,
                place(is).at("rank", "The rank of the plan " + is.key()),
                was.rank(),
                is.rank(),
                rank -> Integer.toString(rank),
                ofRank(was));
    }

    /** Rank speaks only for a customer of two plans, and only where grants are not simply merged. */
    private Effect ofRank(Plan plan) {
        for (var other : before.plans().values()) {
            for (var feature : before.features().values()) {
                if (!other.key().equals(plan.key()) && decides(plan, other, feature)) {
                    return CAN_ALTER_ANSWERS;
                }
            }
        }
        return ALTERS_NO_ANSWER;
    }

    private static boolean decides(Plan plan, Plan other, Feature feature) {
        return RankMatters.between(plan, other, feature)
                // Of two equal limits the better plan's billing anchor counts.
                || (feature instanceof Feature.Metered && RankMatters.bothGive(plan, other, feature));
    }

    private void versionsOf(String plan, List<PlanVersion> before, List<PlanVersion> after) {
        Changes.walk(
                byNumber(before),
                byNumber(after),
                Changes.fate(
                        (number, version) -> versions.added(at("/plans/", plan, number), version),
                        (number, version) -> versions.removed(at("/plans/", plan, number), version),
                        (number, was, is) -> versions.kept(at("/plans/", plan, number), was, is)));
    }

    private void versionsOfAddOn(String addOn, List<AddOn.Version> before, List<AddOn.Version> after) {
        Changes.walk(
                before.stream().collect(toMap(AddOn.Version::number, identity())),
                after.stream().collect(toMap(AddOn.Version::number, identity())),
                Changes.fate(
                        (number, version) -> versions.added(at("/addOns/", addOn, number), version),
                        (number, version) -> versions.removed(at("/addOns/", addOn, number), version),
                        (number, was, is) -> versions.kept(at("/addOns/", addOn, number), was, is)));
    }

    private static Map<Integer, PlanVersion> byNumber(List<PlanVersion> versions) {
        return versions.stream().collect(toMap(PlanVersion::number, identity()));
    }

    private static Place at(String holder, String key, int number) {
        var ref = key + "@" + number;
        return new Place(ref, holder + ref, ref);
    }
}
