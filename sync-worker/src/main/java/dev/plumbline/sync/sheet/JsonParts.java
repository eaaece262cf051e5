package dev.plumbline.sync.sheet;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Parts as properties of an object: facts as an object, everything else as a list of objects. */
public final class JsonParts {
    private JsonParts() {}

    public static void write(List<Part> parts, JsonGenerator out) {
        for (Part part : parts) {
            if (part.isFacts()) {
                out.writeObjectPropertyStart(part.property());
                part.lines().each(cells -> property(out, String.valueOf(cells.getFirst()), cells.get(1)));
                out.writeEndObject();
            } else {
                out.writeArrayPropertyStart(part.property());
                part.lines().each(cells -> line(out, part.columns(), cells));
                out.writeEndArray();
            }
        }
    }

    private static void line(JsonGenerator out, List<String> columns, List<@Nullable Object> cells) {
        out.writeStartObject();
        for (int i = 0; i < columns.size(); i++) {
            property(out, columns.get(i), cells.get(i));
        }
        out.writeEndObject();
    }

    static void property(JsonGenerator out, String name, @Nullable Object value) {
        out.writeName(name);
        switch (value) {
            case null -> out.writeNull();
            case Map<?, ?> facts -> {
                out.writeStartObject();
                facts.forEach((what, of) -> property(out, String.valueOf(what), of));
                out.writeEndObject();
            }
            case Boolean truth -> out.writeBoolean(truth);
            case Long number -> out.writeNumber(number);
            case Integer number -> out.writeNumber(number);
            case Number number -> out.writeNumber(new BigDecimal(number.toString()));
            default -> out.writeString(value.toString());
        }
    }
}
