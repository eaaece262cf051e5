package dev.plumbline.entitlement.model.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A node of the file, where it stands, and where to say what is wrong with it. Its form was checked by the schema. */
record Spot(JsonNode node, String pointer, Problems problems) {
    @Nullable
    Spot get(String key) {
        var child = node.get(key);
        return child == null ? null : new Spot(child, Locations.child(pointer, key), problems);
    }

    /** In the order of the file; none when the key is not there. */
    Map<String, Spot> members(String key) {
        var at = get(key);
        return at == null ? Map.of() : at.members();
    }

    Map<String, Spot> members() {
        var members = new LinkedHashMap<String, Spot>();
        for (var entry : node.properties()) {
            members.put(entry.getKey(), new Spot(entry.getValue(), Locations.child(pointer, entry.getKey()), problems));
        }
        return members;
    }

    List<Spot> items(String key) {
        var at = get(key);
        return at == null ? List.of() : at.items();
    }

    List<Spot> items() {
        var items = new ArrayList<Spot>();
        for (var item : node) {
            items.add(new Spot(item, pointer + "/" + items.size(), problems));
        }
        return items;
    }

    List<String> texts(String key) {
        return items(key).stream().map(Spot::text).toList();
    }

    String text() {
        return node.asString();
    }

    @Nullable
    String text(String key) {
        return map(key, Spot::text);
    }

    String text(String key, String otherwise) {
        var text = text(key);
        return text == null ? otherwise : text;
    }

    BigDecimal number() {
        return node.decimalValue();
    }

    <T> @Nullable T map(String key, Function<Spot, @Nullable T> reading) {
        var at = get(key);
        return at == null ? null : reading.apply(at);
    }

    /** Says what is wrong here. */
    void refuse(ProblemCode code, String message) {
        problems.at(pointer, code, message);
    }

    /** The same, of the key and not of what it holds. */
    void refuseKey(ProblemCode code, String message) {
        problems.atKey(pointer, code, message);
    }

    /** A name of something that is not declared; the nearest that is may be what was meant. */
    void refuseUnknown(ProblemCode code, String what, String section, Collection<String> known) {
        refuse(code, unknown(text(), what, section, known));
    }

    static String unknown(String name, String what, String section, Collection<String> known) {
        return "There is no " + what + " " + name + Nearest.hint(name, known) + "; declare it under " + section
                + ", or mend it";
    }
}
