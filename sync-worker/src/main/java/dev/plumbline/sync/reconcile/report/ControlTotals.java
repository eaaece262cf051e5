package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.sheet.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every subscription that was read is in exactly one bucket, and what the buckets come to is what was counted when it was read:
 * of the billing system's side and of ours.
 *
 * @param lines of both sides
 * @param listed rows of the provider, as the listing counted them
 * @param held subscriptions of ours, as the comparison counted them
 * @param listedMoney what all listed rows are worth, summed without buckets
 */
record ControlTotals(List<Line> lines, long listed, long held, List<Sum> listedMoney) {
    static final String PROVIDER = "provider";
    static final String OURS = "ours";
    /** What is paid by use: neither side's count is the other's, so they are one. */
    static final String USAGE = "usage";

    ControlTotals {
        lines = List.copyOf(lines);
        listedMoney = List.copyOf(listedMoney);
    }

    /** @param outcome what came of a look; null where nobody had to look */
    record Line(String side, String bucket, @Nullable String outcome, Sum sum) {}

    /** What does not tie, for people to read; empty when all does. */
    List<String> flaws() {
        var flaws = new ArrayList<String>();
        long provider = count(PROVIDER);
        if (provider != listed) {
            flaws.add(listed + " rows were listed and " + provider + " are in a bucket");
        }
        long ours = count(OURS);
        if (ours != held) {
            flaws.add("We held " + held + " subscriptions and " + ours + " are in a bucket");
        }
        Map<String, Sum> bucketed = money(PROVIDER);
        Map<String, Sum> all = byCurrency(listedMoney);
        if (!bucketed.equals(all)) {
            flaws.add("What was listed is worth " + all.values() + " and the buckets come to " + bucketed.values());
        }
        lines.stream()
                .filter(line -> line.sum().count() < 0)
                .forEach(
                        line -> flaws.add("There are " + line.sum().count() + " " + line.side() + " " + line.bucket()));
        return flaws;
    }

    long count(String side) {
        return lines.stream()
                .filter(line -> line.side().equals(side))
                .mapToLong(line -> line.sum().count())
                .sum();
    }

    long count(String side, String bucket) {
        return lines.stream()
                .filter(line -> line.side().equals(side) && line.bucket().equals(bucket))
                .mapToLong(line -> line.sum().count())
                .sum();
    }

    private Map<String, Sum> money(String side) {
        return byCurrency(lines.stream()
                .filter(line -> line.side().equals(side))
                .map(Line::sum)
                .toList());
    }

    private static Map<String, Sum> byCurrency(List<Sum> sums) {
        var by = new TreeMap<String, Sum>();
        Sum.together(sums).forEach(sum -> by.put(sum.currency(), sum));
        return by;
    }

    List<List<@Nullable Object>> cells() {
        var cells = new ArrayList<List<@Nullable Object>>();
        for (Line line : lines) {
            cells.add(Cells.of(
                    line.side(),
                    line.bucket(),
                    line.outcome(),
                    line.sum().currency(),
                    line.sum().count(),
                    line.sum().amount()));
        }
        for (String side : List.of(PROVIDER, OURS, USAGE)) {
            Sum.together(lines.stream()
                            .filter(line -> line.side().equals(side))
                            .map(Line::sum)
                            .toList())
                    .forEach(
                            sum -> cells.add(Cells.of(side, "total", null, sum.currency(), sum.count(), sum.amount())));
        }
        return cells;
    }
}
