package dev.plumbline.sync.sheet;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many rows each part has, and what its amounts come to in each currency. */
final class Totals {
    static final List<String> COLUMNS = List.of("sheet", "rows", "currency", "amount");

    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final Map<String, TreeMap<String, BigInteger>> amounts = new LinkedHashMap<>();

    void add(Part part, List<@Nullable Object> cells) {
        int amount = part.columns().indexOf("amount");
        int currency = part.columns().indexOf("currency");
        if (amount >= 0 && currency >= 0 && cells.get(amount) instanceof Number number) {
            amounts.computeIfAbsent(part.key(), _ -> new TreeMap<>())
                    .merge(
                            String.valueOf(cells.get(currency)),
                            BigInteger.valueOf(number.longValue()),
                            BigInteger::add);
        }
    }

    void counted(Part part, long counted) {
        rows.put(part.key(), counted);
    }

    List<List<@Nullable Object>> lines() {
        var lines = new ArrayList<List<@Nullable Object>>();
        rows.forEach((part, counted) -> {
            lines.add(Cells.of(part, counted, null, null));
            amounts.getOrDefault(part, new TreeMap<>())
                    .forEach((currency, amount) -> lines.add(Cells.of(part, null, currency, amount)));
        });
        return lines;
    }
}
