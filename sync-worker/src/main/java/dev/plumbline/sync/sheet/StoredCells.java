package dev.plumbline.sync.sheet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A line as it was kept: an array of texts, numbers, truth values and nothing. */
public final class StoredCells {
    private StoredCells() {}

    public static List<@Nullable Object> read(JsonNode stored) {
        var cells = new ArrayList<@Nullable Object>(stored.size());
        stored.forEach(cell -> cells.add(cell(cell)));
        return Collections.unmodifiableList(cells);
    }

    private static @Nullable Object cell(JsonNode cell) {
        if (cell.isNull()) {
            return null;
        }
        if (cell.isNumber()) {
            return cell.numberValue();
        }
        return cell.isBoolean() ? (Object) cell.booleanValue() : cell.asString();
    }
}
