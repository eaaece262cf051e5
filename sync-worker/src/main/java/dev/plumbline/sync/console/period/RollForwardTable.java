package dev.plumbline.sync.console.period;

import dev.plumbline.sync.sheet.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A roll-forward as people read one: a row for each line, a column for each currency.
 *
 * @param currencies in their order
 */
record RollForwardTable(List<String> currencies, List<Row> rows) {
    /** @param cells one for each currency */
    record Row(String line, List<Cell> cells) {
        private static final Set<String> TAKEN_OFF = Set.of("fixed", "accepted", "auto-cleared", "moved");

        /** The lines that the others lie between. */
        public boolean isBalance() {
            return line.equals("opening") || line.equals("closing");
        }

        public boolean isNothing() {
            return cells.stream().allMatch(cell -> cell.count().longValue() == 0);
        }

        /** What is done with it on the way from the opening to the closing. */
        public String sign() {
            return switch (line) {
                case "opening" -> "";
                case "closing" -> "= ";
                default -> TAKEN_OFF.contains(line) ? "− " : "+ ";
            };
        }
    }

    /** @param amount in minor units; null of what has none */
    record Cell(String currency, Number count, @Nullable Number amount) {}

    static RollForwardTable of(Shown part) {
        var currencies = new LinkedHashSet<String>();
        Map<String, List<Cell>> rows = new LinkedHashMap<>();
        for (List<@Nullable Object> line : part.lines()) {
            String currency = String.valueOf(line.getFirst());
            currencies.add(currency);
            rows.computeIfAbsent(String.valueOf(line.get(1)), _ -> new ArrayList<>())
                    .add(new Cell(
                            currency,
                            (Number) Objects.requireNonNull(line.get(2)),
                            line.get(3) instanceof Number amount ? amount : null));
        }
        return new RollForwardTable(
                List.copyOf(currencies),
                rows.entrySet().stream()
                        .map(row -> new Row(row.getKey(), row.getValue()))
                        .toList());
    }
}
