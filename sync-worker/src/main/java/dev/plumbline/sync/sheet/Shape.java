package dev.plumbline.sync.sheet;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a table looks like: the same in JSON, CSV and XLSX.
 *
 * @param key such as {@code control-totals}: the name of its sheet and of its file
 */
public record Shape(String key, List<String> columns) {
    public Shape {
        columns = List.copyOf(columns);
    }

    public static Shape of(String key, String... columns) {
        return new Shape(key, List.of(columns));
    }

    /** The same with columns before its own: who tells of several accounts says of which. */
    public Shape after(String... before) {
        return new Shape(key, Stream.concat(Stream.of(before), columns.stream()).toList());
    }

    public Part of(Part.Lines lines) {
        return new Part(key, columns, lines);
    }
}
