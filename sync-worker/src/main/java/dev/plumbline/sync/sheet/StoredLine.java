package dev.plumbline.sync.sheet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line as it was kept: an array of texts, numbers, truth values and nothing.
 *
 * @param line its number, from 0 or 1
 */
public record StoredLine(int line, List<@Nullable Object> cells) {
    /** So many are read at once. */
    public static final int PAGE = 1_000;

    private static final int BEFORE_ALL = -1;

    /** @param row with its number as {@code line} and an array as {@code cells} */
    public static StoredLine of(ResultSet row, JsonMapper json) throws SQLException {
        JsonNode stored = json.readTree(row.getString("cells"));
        var cells = new ArrayList<@Nullable Object>(stored.size());
        stored.forEach(cell -> cells.add(cell(cell)));
        return new StoredLine(row.getInt("line"), Collections.unmodifiableList(cells));
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

    /**
     * Every line in its order, page by page: whoever reads slowly holds no connection.
     *
     * @param pageAfter the next {@value #PAGE} after the line of a number
     */
    public static void each(IntFunction<List<StoredLine>> pageAfter, Consumer<List<@Nullable Object>> taker) {
        int after = BEFORE_ALL;
        List<StoredLine> page;
        do {
            page = pageAfter.apply(after);
            for (StoredLine one : page) {
                taker.accept(one.cells());
                after = one.line();
            }
        } while (page.size() == PAGE);
    }
}
