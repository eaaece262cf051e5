package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A period's roll-forward on its page is the one of its pack, cell by cell: no figure is lost, moved or on the page alone. */
final class ShownRollForward {
    private static final Set<String> NOT_MONEY = Set.of("none", "unknown");
    private static final String CELLS = """
            return [...document.querySelectorAll('table.roll tr')]
                .map(row => [...row.cells].map(cell => cell.innerText.trim()));
            """;

    private ShownRollForward() {}

    static void isThatOf(JsonNode rollForward, Browser browser) {
        assertThat(rollForward).hasSizeGreaterThanOrEqualTo(20);
        assertThat(browser.run(CELLS)).isEqualTo(table(rollForward));
    }

    private static List<List<String>> table(JsonNode rollForward) {
        var currencies = new LinkedHashSet<String>();
        Map<String, Map<String, JsonNode>> lines = new LinkedHashMap<>();
        for (JsonNode line : rollForward) {
            String currency = line.path("currency").asString();
            currencies.add(currency);
            lines.computeIfAbsent(line.path("line").asString(), _ -> new LinkedHashMap<>())
                    .put(currency, line);
        }
        var table = new ArrayList<List<String>>();
        table.add(head(currencies));
        lines.forEach((name, line) -> table.add(row(name, line, currencies)));
        return table;
    }

    private static List<String> head(Set<String> currencies) {
        var head = new ArrayList<>(List.of("Breaks"));
        for (String currency : currencies) {
            switch (currency) {
                case "none" -> head.add("not money");
                case "unknown" -> head.add("worth unknown");
                default -> head.addAll(List.of(currency, "a month"));
            }
        }
        return head;
    }

    private static List<String> row(String name, Map<String, JsonNode> line, Set<String> currencies) {
        var row = new ArrayList<>(List.of(sign(name) + name.replace('-', ' ')));
        for (String currency : currencies) {
            JsonNode cell = Objects.requireNonNull(line.get(currency), name + " in " + currency);
            row.add("%,d".formatted(cell.path("count").asLong()));
            if (!NOT_MONEY.contains(currency)) {
                row.add(money(cell.path("amount"), currency));
            }
        }
        return row;
    }

    private static String sign(String line) {
        return switch (line) {
            case "opening" -> "";
            case "closing" -> "= ";
            case "fixed", "accepted", "auto-cleared", "moved" -> "− ";
            default -> "+ ";
        };
    }

    private static String money(JsonNode minor, String currency) {
        return minor.isNull()
                ? ""
                : String.format(Locale.ROOT, "%,.2f %s", BigDecimal.valueOf(minor.asLong(), 2), currency);
    }
}
