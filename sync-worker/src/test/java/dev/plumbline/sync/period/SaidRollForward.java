package dev.plumbline.sync.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The roll-forward as each form says it, read as a program or a person reads that form: by currency and line, what is not nothing. */
final class SaidRollForward {
    /** By ISO 4217. */
    static final Map<String, Integer> DIGITS = Map.of("EUR", 2, "JPY", 0, "KWD", 3);

    private SaidRollForward() {}

    static Map<String, String> json(JsonNode told) {
        var lines = new TreeMap<String, String>();
        told.path("rollForward")
                .forEach(line -> put(
                        lines,
                        line.path("currency").asString(),
                        line.path("line").asString(),
                        line.path("count").asLong(),
                        line.path("amount").asLong(0)));
        return lines;
    }

    /** Of a CSV file, or of a sheet. */
    static Map<String, String> table(List<List<String>> table) {
        var lines = new TreeMap<String, String>();
        table.stream()
                .skip(1)
                .forEach(row -> put(
                        lines,
                        row.getFirst(),
                        row.get(1),
                        Long.parseLong(row.get(2)),
                        row.get(3).isEmpty() ? 0 : Long.parseLong(row.get(3))));
        return lines;
    }

    private static void put(Map<String, String> lines, String currency, String line, long count, long amount) {
        if (count != 0 || amount != 0) {
            lines.put(currency + " " + line, count + " " + amount);
        }
    }

    static Map<String, String> page(String html) {
        var lines = new TreeMap<String, String>();
        Matcher table = Pattern.compile("<table class=\"roll\">(.*?)</table>", Pattern.DOTALL)
                .matcher(html);
        if (!table.find()) {
            return lines;
        }
        List<String> heads = cells(table.group(1).split("</thead>", 2)[0]);
        for (String row : table.group(1).split("</thead>", 2)[1].split("</tr>", -1)) {
            List<String> cells = cells(row);
            for (int at = 1; at < cells.size(); at++) {
                String currency = currency(heads.get(at));
                boolean money = DIGITS.containsKey(currency);
                put(
                        lines,
                        currency,
                        line(cells.getFirst()),
                        number(cells.get(at)),
                        money ? minor(cells.get(at + 1), currency) : 0);
                at += money ? 1 : 0;
            }
        }
        return lines;
    }

    private static List<String> cells(String row) {
        var cells = new ArrayList<String>();
        Matcher cell =
                Pattern.compile("<t[hd][^>]*>(.*?)</t[hd]>", Pattern.DOTALL).matcher(row);
        while (cell.find()) {
            cells.add(cell.group(1).replaceAll("<[^>]*>", "").strip());
        }
        return cells;
    }

    private static String currency(String head) {
        return head.contains("unknown") ? "unknown" : head.startsWith("not ") ? "none" : head;
    }

    private static String line(String head) {
        String bare = head.replaceAll("^[^a-z]+", "");
        return bare.equals("auto cleared") || bare.equals("prior period") ? bare.replace(' ', '-') : bare;
    }

    static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text.replace(",", ""));
    }

    static long minor(String text, String currency) {
        if (text.isEmpty()) {
            return 0;
        }
        assertThat(text).endsWith(" " + currency);
        int digits = DIGITS.getOrDefault(currency, 0);
        String bare = text.replace(",", "").replace(" " + currency, "");
        assertThat(bare)
                .as("as many digits as the currency has")
                .matches(digits == 0 ? "-?\\d+" : "-?\\d+\\.\\d{" + digits + "}");
        return new BigDecimal(bare).movePointRight(digits).longValueExact();
    }
}
