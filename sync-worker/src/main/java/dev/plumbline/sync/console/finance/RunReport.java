package dev.plumbline.sync.console.finance;

import dev.plumbline.sync.reconcile.report.ReportParts;
import dev.plumbline.sync.sheet.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A report laid out for a page: the very lines that its files have, beside each other instead of below each other. */
final class RunReport {
    private static final List<String> SIDES = List.of("provider", "ours");

    private final String contentSha256;
    private final Map<String, @Nullable Object> summary;
    private final List<List<@Nullable Object>> controlTotals;
    private final List<List<@Nullable Object>> rollForward;
    private final List<Aged> ageing;

    private final long material;
    private final List<String> sections;

    private RunReport(ReportParts.Made made, long material) {
        this.material = material;
        this.sections = made.keys();
        this.contentSha256 = made.contentSha256();
        var facts = new LinkedHashMap<String, @Nullable Object>();
        lines(made, "summary").forEach(line -> facts.put(String.valueOf(line.getFirst()), line.get(1)));
        this.summary = facts;
        this.controlTotals = lines(made, "control-totals");
        this.rollForward = lines(made, "roll-forward");
        this.ageing = lines(made, "ageing").stream().map(Aged::of).toList();
    }

    /** @param material how many open breaks matter by its thresholds */
    static RunReport of(ReportParts.Made made, long material) {
        return new RunReport(made, material);
    }

    public long material() {
        return material;
    }

    public List<String> sections() {
        return sections;
    }

    private static List<List<@Nullable Object>> lines(ReportParts.Made made, String part) {
        return made.parts().stream()
                .filter(one -> one.key().equals(part))
                .findFirst()
                .map(Shown::lines)
                .orElse(List.of());
    }

    public String contentSha256() {
        return contentSha256;
    }

    public Map<String, @Nullable Object> summary() {
        return summary;
    }

    /** Facts whose name begins so, by the rest of it. */
    public Map<String, @Nullable Object> facts(String beginning) {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        summary.forEach((name, value) -> {
            if (name.startsWith(beginning)) {
                facts.put(name.substring(beginning.length()), value);
            }
        });
        return facts;
    }

    public List<List<@Nullable Object>> controlTotals() {
        return controlTotals;
    }

    /**
     * What was read of a side, and where it went.
     *
     * @param read as it was counted when it was read
     */
    public record Tie(String side, long read, Map<String, Long> buckets, long total) {
        public boolean isTied() {
            return read == total
                    && total
                            == buckets.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum();
        }
    }

    public List<Tie> ties() {
        var ties = new ArrayList<Tie>();
        for (String side : SIDES) {
            var buckets = new LinkedHashMap<String, Long>();
            facts(side + ".").forEach((bucket, count) -> {
                if (!bucket.equals("total")) {
                    buckets.put(bucket, number(count));
                }
            });
            long read = number(summary.get(side.equals("provider") ? "listed" : "held"));
            ties.add(new Tie(side, read, buckets, number(summary.get(side + ".total"))));
        }
        return ties;
    }

    /** @param amount null under the words unknown and none */
    public record Sum(long count, @Nullable Long amount) {}

    /** @param sums in the order of the currencies; null where a currency has no such line */
    public record Step(String line, List<@Nullable Sum> sums) {
        public boolean isNothing() {
            return sums.stream()
                    .allMatch(sum -> sum == null || (sum.count() == 0 && (sum.amount() == null || sum.amount() == 0)));
        }
    }

    public List<String> currencies() {
        var all = new LinkedHashSet<String>();
        rollForward.forEach(line -> all.add(String.valueOf(line.getFirst())));
        return List.copyOf(all);
    }

    public List<Step> rollForward() {
        var steps = new LinkedHashMap<String, Map<String, Sum>>();
        rollForward.forEach(line -> steps.computeIfAbsent(String.valueOf(line.get(1)), _ -> new LinkedHashMap<>())
                .put(String.valueOf(line.getFirst()), new Sum(number(line.get(2)), minor(line.get(3)))));
        var laid = new ArrayList<Step>();
        steps.forEach((name, sums) -> {
            var row = new ArrayList<@Nullable Sum>();
            currencies().forEach(currency -> row.add(sums.get(currency)));
            laid.add(new Step(name, row));
        });
        return laid;
    }

    /** A line of the ageing. */
    public record Aged(
            String type,
            String side,
            String severity,
            String age,
            String currency,
            long count,
            @Nullable Long amount) {
        static Aged of(List<@Nullable Object> line) {
            return new Aged(
                    String.valueOf(line.getFirst()),
                    String.valueOf(line.get(1)),
                    String.valueOf(line.get(2)),
                    String.valueOf(line.get(3)),
                    String.valueOf(line.get(4)),
                    number(line.get(5)),
                    minor(line.get(6)));
        }
    }

    public List<Aged> ageing() {
        return ageing;
    }

    /** Open at the end, whatever their age: what harms customers first, then by severity. */
    public List<Aged> byType() {
        var sums = new TreeMap<String, Aged>();
        for (Aged one : ageing) {
            String key = String.join(
                    "|",
                    rank(one.side(), "customer_harm", "leakage"),
                    rank(one.severity(), "high", "medium"),
                    one.type(),
                    one.side(),
                    one.severity(),
                    one.currency());
            sums.merge(
                    key,
                    new Aged(one.type(), one.side(), one.severity(), "", one.currency(), one.count(), one.amount()),
                    (a, b) -> new Aged(
                            a.type(), a.side(), a.severity(), "", a.currency(), a.count() + b.count(), plus(a, b)));
        }
        return List.copyOf(sums.values());
    }

    private static String rank(String word, String first, String second) {
        return word.equals(first) ? "1" : word.equals(second) ? "2" : "3";
    }

    private static @Nullable Long plus(Aged a, Aged b) {
        return a.amount() == null || b.amount() == null ? null : Long.valueOf(a.amount() + b.amount());
    }

    private static long number(@Nullable Object cell) {
        return cell instanceof Number number ? number.longValue() : 0;
    }

    private static @Nullable Long minor(@Nullable Object cell) {
        return cell instanceof Number number ? Long.valueOf(number.longValue()) : null;
    }
}
