package dev.plumbline.sync.sheet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables that belong together, and what is said of all of them.
 *
 * @param name of the file, without its ending
 * @param head such as their hash and who signed it: facts, or groups of facts. Their hash is not of them
 */
public record Bundle(String name, Map<String, @Nullable Object> head, List<Part> parts) {
    public Bundle {
        head = Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(head));
        parts = List.copyOf(parts);
    }

    /** One below the other, without their groups. */
    List<List<@Nullable Object>> facts() {
        var facts = new ArrayList<List<@Nullable Object>>();
        add(head, facts);
        return facts;
    }

    private static void add(Map<?, ?> group, List<List<@Nullable Object>> facts) {
        group.forEach((what, value) -> {
            if (value instanceof Map<?, ?> more) {
                add(more, facts);
            } else {
                facts.add(Cells.of(what, value));
            }
        });
    }

    /** For people, a line for each. */
    String note() {
        var note = new StringBuilder();
        facts().forEach(fact -> note.append(fact.getFirst())
                .append(": ")
                .append(String.valueOf(fact.getLast()).replaceAll("\\R", " "))
                .append('\n'));
        return note.append("The hash is of all parts in their order: cat *.csv | sha256sum\n")
                .toString();
    }
}
