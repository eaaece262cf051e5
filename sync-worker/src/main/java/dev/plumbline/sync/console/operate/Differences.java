package dev.plumbline.sync.console.operate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is other in an object after a change, field by field. */
final class Differences {
    private Differences() {}

    /**
     * @param before null for what was not there
     * @param after null for what is gone
     */
    record Difference(
            String path, @Nullable String before, @Nullable String after) {}

    static List<Difference> between(@Nullable JsonNode before, @Nullable JsonNode after) {
        var found = new ArrayList<Difference>();
        compare("", before, after, found);
        return found;
    }

    private static void compare(
            String path, @Nullable JsonNode before, @Nullable JsonNode after, List<Difference> found) {
        JsonNode was = absent(before) ? null : before;
        JsonNode is = absent(after) ? null : after;
        if (Objects.equals(was, is)) {
            return;
        }
        if ((was == null || was.isObject()) && (is == null || is.isObject())) {
            var names = new TreeSet<String>();
            if (was != null) {
                names.addAll(was.propertyNames());
            }
            if (is != null) {
                names.addAll(is.propertyNames());
            }
            names.forEach(name -> compare(
                    path.isEmpty() ? name : path + "." + name,
                    was == null ? null : was.get(name),
                    is == null ? null : is.get(name),
                    found));
            return;
        }
        found.add(new Difference(path.isEmpty() ? "value" : path, text(was), text(is)));
    }

    private static boolean absent(@Nullable JsonNode node) {
        return node == null || node.isNull();
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.isString() ? node.asString() : node.toString();
    }
}
