package dev.plumbline.sync.sheet;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One table of several that belong together.
 *
 * @param key such as {@code control-totals}: the name of its sheet and of its file
 * @param lines read anew each time they are asked for
 */
public record Part(String key, List<String> columns, Lines lines) {
    public Part {
        columns = List.copyOf(columns);
    }

    /** Lines in their order, each with as many cells as there are columns. However many there are, a page of them is in memory. */
    public interface Lines {
        void each(Consumer<List<@Nullable Object>> taker);
    }

    /** As a name in JSON. */
    public String property() {
        StringBuilder name = new StringBuilder();
        for (String word : key.split("-", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    /** Of facts, each named by its first cell. */
    public boolean isFacts() {
        return columns.equals(List.of("what", "value"));
    }
}
