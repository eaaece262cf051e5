package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.sheet.Cells;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From the breaks that were open at the end of the report before to those that are open now, in count and money, each currency by
 * itself. A break that is worth something else now is taken out at what it was worth and put in at what it is worth.
 */
final class RollForward {
    /** In the order in which they are added; the last is what they come to. */
    enum Line {
        OPENING(1),
        NEW(1),
        REOPENED(1),
        REVALUED(1),
        FIXED(-1),
        ACCEPTED(-1),
        AUTO_CLEARED(-1),
        MOVED(-1),
        CLOSING(0);

        private final int sign;

        Line(int sign) {
            this.sign = sign;
        }

        String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Map<String, EnumMap<Line, Sum>> byCurrency = new TreeMap<>();

    void add(Told told) {
        Sum opening = told.opening();
        if (opening != null) {
            add(Line.OPENING, opening);
            if (!opening.equals(told.money())) {
                subtract(Line.REVALUED, opening);
                add(Line.REVALUED, told.money());
            }
        } else {
            add(told.entered() == Told.Entered.REOPENED ? Line.REOPENED : Line.NEW, told.money());
        }
        add(lineOf(told.left()), told.money());
    }

    private static Line lineOf(Told.@Nullable Left left) {
        return switch (left) {
            case null -> Line.CLOSING;
            case FIXED -> Line.FIXED;
            case ACCEPTED -> Line.ACCEPTED;
            case AUTO_CLEARED -> Line.AUTO_CLEARED;
            case MOVED -> Line.MOVED;
        };
    }

    private void add(Line line, Sum sum) {
        byCurrency
                .computeIfAbsent(sum.currency(), _ -> new EnumMap<>(Line.class))
                .merge(line, sum, Sum::plus);
    }

    private void subtract(Line line, Sum sum) {
        add(line, nothing(sum.currency()).minus(sum));
    }

    private static Sum nothing(String currency) {
        boolean isMoney = !currency.equals(Sum.UNKNOWN) && !currency.equals(Sum.NONE);
        return new Sum(currency, 0, isMoney ? 0L : null);
    }

    Sum of(String currency, Line line) {
        return byCurrency.getOrDefault(currency, new EnumMap<>(Line.class)).getOrDefault(line, nothing(currency));
    }

    java.util.Set<String> currencies() {
        return byCurrency.keySet();
    }

    /** By currency. */
    Map<String, Sum> all(Line line) {
        var all = new LinkedHashMap<String, Sum>();
        byCurrency.keySet().forEach(currency -> {
            Sum sum = of(currency, line);
            if (!sum.isNothing()) {
                all.put(currency, sum);
            }
        });
        return all;
    }

    /**
     * What does not tie, for people to read; empty when all does.
     *
     * @param closedBefore what the report before ended with; null when there was none
     */
    List<String> flaws(@Nullable Map<String, Sum> closedBefore) {
        var flaws = new ArrayList<String>();
        byCurrency.keySet().forEach(currency -> {
            Sum comesTo = nothing(currency);
            for (Line line : Line.values()) {
                Sum sum = of(currency, line);
                comesTo = line.sign < 0 ? comesTo.minus(sum) : line.sign > 0 ? comesTo.plus(sum) : comesTo;
            }
            if (!comesTo.equals(of(currency, Line.CLOSING))) {
                flaws.add("The roll-forward in " + currency + " comes to " + comesTo + " and closes with "
                        + of(currency, Line.CLOSING));
            }
        });
        if (closedBefore != null) {
            var currencies = new TreeSet<>(byCurrency.keySet());
            currencies.addAll(closedBefore.keySet());
            for (String currency : currencies) {
                Sum closed = closedBefore.getOrDefault(currency, nothing(currency));
                if (!closed.equals(of(currency, Line.OPENING))) {
                    flaws.add("The report before closed with " + closed + " and this one opens with "
                            + of(currency, Line.OPENING));
                }
            }
        }
        return flaws;
    }

    List<List<@Nullable Object>> lines() {
        var lines = new ArrayList<List<@Nullable Object>>();
        byCurrency.keySet().forEach(currency -> {
            for (Line line : Line.values()) {
                Sum sum = of(currency, line);
                lines.add(Cells.of(currency, line.key(), sum.count(), sum.amount()));
            }
        });
        return lines;
    }
}
