package dev.plumbline.sync.sheet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table, or its first lines, for people to read on a page: the same as in its files.
 *
 * @param more whether its files have more lines than these
 */
public record Shown(String key, List<String> columns, List<List<@Nullable Object>> lines, boolean more) {
    public Shown {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /** @param lines as many as are shown, and one more where there are more */
    public static Shown of(Shape shape, List<List<@Nullable Object>> lines, int atMost) {
        boolean more = lines.size() > atMost;
        return new Shown(shape.key(), shape.columns(), more ? lines.subList(0, atMost) : lines, more);
    }
}
