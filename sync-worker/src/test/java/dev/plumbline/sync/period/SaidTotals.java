package dev.plumbline.sync.period;

import static dev.plumbline.sync.period.SaidRollForward.minor;
import static dev.plumbline.sync.period.SaidRollForward.number;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a report says of the breaks that are open at its end, and of all that was read, as each of its forms says it. Severity and who
 * is hurt are worked out by the run and stand in no raw table: their lines are added up.
 *
 * @param open by kind, age in days and currency: how many, and what they are worth
 * @param read by side and currency, all that was read: how many subscriptions, and what they are worth
 */
record SaidTotals(Map<String, String> open, Map<String, String> read) {
    private static final Pattern ROW = Pattern.compile("<tr[ >].*?</tr>", Pattern.DOTALL);
    private static final Pattern CELL = Pattern.compile("<t[dh][ >].*?</t[dh]>", Pattern.DOTALL);
    private static final Pattern ASKED = Pattern.compile("[?&](?<name>type|currency|age)=(?<value>[^&\"]*)");

    static SaidTotals json(JsonNode told) {
        var open = new Sums();
        told.path("ageing")
                .forEach(line -> open.add(
                        key(line, "type", "age", "currency"),
                        line.path("count").asLong(),
                        line.path("amount").asLong(0)));
        var read = new Sums();
        told.path("controlTotals").forEach(line -> {
            if (line.path("bucket").asString().equals("total")) {
                read.add(
                        key(line, "side", "currency"),
                        line.path("count").asLong(),
                        line.path("amount").asLong(0));
            }
        });
        return new SaidTotals(open.told(), read.told());
    }

    private static String key(JsonNode line, String... names) {
        return String.join(
                " ",
                List.of(names).stream().map(name -> line.path(name).asString()).toList());
    }

    /** Of two CSV files, or two sheets. */
    static SaidTotals tables(List<List<String>> ageing, List<List<String>> controlTotals) {
        var open = new Sums();
        ageing.stream()
                .skip(1)
                .forEach(row -> open.add(
                        row.getFirst() + " " + row.get(3) + " " + row.get(4), number(row.get(5)), number(row.get(6))));
        var read = new Sums();
        controlTotals.stream()
                .skip(1)
                .filter(row -> row.get(1).equals("total"))
                .forEach(row -> read.add(row.getFirst() + " " + row.get(3), number(row.get(4)), number(row.get(5))));
        return new SaidTotals(open.told(), read.told());
    }

    /** The page's list of open breaks by kind: without their ages. */
    static Map<String, String> byKind(String html) {
        var sums = new Sums();
        for (List<String> row : rows(html, "id=\"open\"", "<h2 ")) {
            String currency = asked(row.getFirst(), "currency");
            sums.add(
                    asked(row.getFirst(), "type") + " " + currency,
                    number(text(row.get(3))),
                    SaidRollForward.DIGITS.containsKey(currency) ? minor(text(row.get(4)), currency) : 0);
        }
        return sums.told();
    }

    /** The page's table of ages: without their kinds. */
    static Map<String, String> byAge(String html) {
        var sums = new Sums();
        for (List<String> row : rows(html, "id=\"ageing\"", "</figcaption>")) {
            for (String cell : row) {
                Matcher cells = Pattern.compile("<a [^>]*>(.*?)</a>(?:\\s*<small>(.*?)</small>)?", Pattern.DOTALL)
                        .matcher(cell);
                if (cells.find()) {
                    String currency = asked(cell, "currency");
                    sums.add(
                            asked(cell, "age") + " " + currency,
                            number(cells.group(1)),
                            cells.group(2) == null ? 0 : minor(cells.group(2), currency));
                }
            }
        }
        return sums.told();
    }

    /** The page's control totals: how many of each side and currency; money is read where it is money. */
    static Map<String, String> read(String html) {
        var sums = new Sums();
        for (List<String> row : rows(html, "id=\"totals\"", "</table>")) {
            if (row.size() == 5 && text(row.get(1)).equals("total")) {
                String money = text(row.get(4));
                String currency = SaidRollForward.DIGITS.keySet().stream()
                        .filter(money::endsWith)
                        .findFirst()
                        .orElse("");
                sums.add(
                        text(row.getFirst()) + " " + currency,
                        number(text(row.get(3))),
                        currency.isEmpty() ? 0 : minor(money, currency));
            }
        }
        return sums.told();
    }

    /** Without one word of each key, added up. */
    static Map<String, String> without(int word, Map<String, String> sums) {
        var fewer = new Sums();
        sums.forEach((key, sum) -> {
            var words = new ArrayList<>(List.of(key.split(" ", -1)));
            words.remove(word);
            String[] both = sum.split(" ", -1);
            fewer.add(String.join(" ", words), Long.parseLong(both[0]), Long.parseLong(both[1]));
        });
        return fewer.told();
    }

    private static List<List<String>> rows(String html, String from, String to) {
        int begin = html.indexOf(from);
        if (begin < 0) {
            return List.of();
        }
        int end = html.indexOf(to, begin + from.length());
        return ROW.matcher(html.substring(begin, end < 0 ? html.length() : end))
                .results()
                .map(MatchResult::group)
                .filter(row -> row.contains("<td"))
                .map(row -> CELL.matcher(row).results().map(MatchResult::group).toList())
                .toList();
    }

    private static String text(String cell) {
        return cell.replaceAll("<[^>]*>", "").strip();
    }

    private static String asked(String cell, String name) {
        return ASKED.matcher(cell.replace("&amp;", "&"))
                .results()
                .filter(found -> found.group("name").equals(name))
                .map(found -> URLDecoder.decode(found.group("value"), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + name + " in " + cell));
    }

    /** By key, how many and how much. */
    private static final class Sums {
        private final Map<String, long[]> sums = new TreeMap<>();

        void add(String key, long count, long amount) {
            long[] sum = sums.computeIfAbsent(key, _ -> new long[2]);
            sum[0] += count;
            sum[1] += amount;
        }

        Map<String, String> told() {
            var told = new TreeMap<String, String>();
            sums.forEach((key, sum) -> told.put(key, sum[0] + " " + sum[1]));
            return told;
        }
    }
}
