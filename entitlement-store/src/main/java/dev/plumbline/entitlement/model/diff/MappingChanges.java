package dev.plumbline.entitlement.model.diff;

import static dev.plumbline.entitlement.model.diff.Change.Effect.ALTERS_NO_ANSWER;
import static dev.plumbline.entitlement.model.diff.Change.Effect.CAN_ALTER_ANSWERS;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.diff.Change.Kind;
import dev.plumbline.entitlement.model.diff.Changes.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which prices sell what. What an item was bound to it keeps, so a mapping alters the answer of a customer only where it
 * gives a meaning to a price that had none.
 */
final class MappingChanges {
    private final Changes changes;
    private final Set<String> known = new HashSet<>();

    MappingChanges(Changes changes, Model before) {
        this.changes = changes;
        before.plans().values().forEach(plan -> plan.versions().forEach(version -> know(version.mappings())));
        before.addOns().values().forEach(addOn -> addOn.versions().forEach(version -> know(version.mappings())));
    }

    private void know(List<Mapping> mappings) {
        mappings.forEach(mapping -> known.add(Words.name(mapping)));
    }

    void compare(Place at, List<Mapping> before, List<Mapping> after) {
        Changes.walk(
                byName(before),
                byName(after),
                Changes.fate(
                        (name, mapping) -> changes.add(
                                Kind.MAPPING_ADDED,
                                place(at, name),
                                name + " sells " + at.ref() + " from now on (" + Words.of(mapping) + ")",
                                null,
                                whole(mapping),
                                known.contains(name) ? ALTERS_NO_ANSWER : CAN_ALTER_ANSWERS),
                        (name, mapping) -> changes.add(
                                Kind.MAPPING_REMOVED,
                                place(at, name),
                                name + " sells " + at.ref() + " no longer; those who bought it keep it",
                                whole(mapping),
                                null,
                                ALTERS_NO_ANSWER),
                        (name, was, is) -> kept(place(at, name), was, is)));
    }

    private static Map<String, Mapping> byName(List<Mapping> mappings) {
        return mappings.stream().collect(toMap(Words::name, identity()));
    }

    private static Place place(Place at, String name) {
        return at.at("billing/" + name.replace(' ', '/'), "What " + name + " says of " + at.ref());
    }

    private static String whole(Mapping mapping) {
        return Words.of(mapping) + (mapping.listPrice() == null ? "" : ", list price " + Words.of(mapping.listPrice()));
    }

    private void kept(Place at, Mapping was, Mapping is) {
        if (!Objects.equals(was.term(), is.term()) || !Objects.equals(was.quantityOf(), is.quantityOf())) {
            changes.say(Kind.MAPPING_CHANGED, at, Words.of(was), Words.of(is), CAN_ALTER_ANSWERS);
        }
        changes.compare(
                Kind.LIST_PRICE_CHANGED,
                at.at("listPrice", "The list price of " + Words.name(is)),
                was.listPrice(),
                is.listPrice(),
                Words::of,
                ALTERS_NO_ANSWER);
    }
}
