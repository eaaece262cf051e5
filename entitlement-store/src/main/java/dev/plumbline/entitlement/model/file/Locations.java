package dev.plumbline.entitlement.model.file;

import java.util.HashMap;
import java.util.Map;

/** Where in the text each node of the tree stands, by JSON pointer. */
final class Locations {
    private final Map<String, Mark> values = new HashMap<>();
    private final Map<String, Mark> keys = new HashMap<>();

    record Mark(int line, int column) {
        static final Mark NONE = new Mark(0, 0);
    }

    void value(String pointer, Mark mark) {
        values.put(pointer, mark);
    }

    void key(String pointer, Mark mark) {
        keys.put(pointer, mark);
    }

    /** Of the value, or of the nearest thing around it that is there. */
    Mark of(String pointer) {
        for (var at = pointer; ; at = at.substring(0, at.lastIndexOf('/'))) {
            var mark = values.get(at);
            if (mark != null) {
                return mark;
            }
            if (at.isEmpty()) {
                return Mark.NONE;
            }
        }
    }

    Mark ofKey(String pointer) {
        var mark = keys.get(pointer);
        return mark == null ? of(pointer) : mark;
    }

    /** One more step of a JSON pointer (RFC 6901). */
    static String child(String pointer, String step) {
        return pointer + "/" + step.replace("~", "~0").replace("/", "~1");
    }
}
