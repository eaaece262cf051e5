package dev.plumbline.sync.console.finance;

import dev.plumbline.sync.reconcile.report.Trend.Night;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How many breaks came, left and stayed from run to run, and what those that stayed are worth, each currency by itself: lines to
 * draw, and the same figures as a table.
 */
record TrendPicture(List<Point> points, String line, List<Scale.Tick> ticks, List<Money> money, List<Row> rows) {
    private static final int LEFT = 64;
    private static final int RIGHT = 632;
    private static final int TOP = 14;
    private static final int BOTTOM = 170;
    private static final int WIDEST = 18;

    /**
     * A run in the picture.
     *
     * @param named whether there is room for its day below it
     */
    record Point(
            long run,
            LocalDate day,
            boolean named,
            int x,
            int y,
            long closing,
            int width,
            int cameY,
            int cameHeight,
            int leftY,
            int leftHeight) {}

    /** What stayed is worth, of one currency. */
    record Money(String currency, String line, List<Dot> dots, List<Scale.Tick> ticks) {}

    record Dot(long run, int x, int y, long amount) {}

    /** @param amounts of what stayed, by currency */
    record Row(
            long run,
            LocalDate day,
            long opening,
            long came,
            long fixed,
            long accepted,
            long autoCleared,
            long moved,
            long revalued,
            long closing,
            Map<String, Long> amounts) {
        public long left() {
            return fixed + accepted + autoCleared + moved;
        }
    }

    /** @param nights the oldest first, a line for each currency */
    static TrendPicture of(List<Night> nights) {
        List<Row> rows = nights.stream()
                .collect(Collectors.groupingBy(Night::run, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(TrendPicture::row)
                .toList();
        long greatest = rows.stream()
                .mapToLong(row -> Math.max(row.closing(), Math.max(row.came(), row.left())))
                .max()
                .orElse(0);
        Scale scale = Scale.upTo(greatest, TOP, BOTTOM);
        var points = new ArrayList<Point>();
        int every = Math.max(1, (rows.size() + 7) / 8);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            points.add(new Point(
                    row.run(),
                    row.day(),
                    (rows.size() - 1 - i) % every == 0,
                    x(i, rows.size()),
                    scale.y(row.closing()),
                    row.closing(),
                    width(rows.size()),
                    scale.y(row.came()),
                    scale.height(row.came()),
                    scale.y(row.left()),
                    scale.height(row.left())));
        }
        return new TrendPicture(
                points,
                points.stream().map(point -> point.x() + "," + point.y()).collect(Collectors.joining(" ")),
                scale.ticks(),
                money(rows),
                rows.reversed());
    }

    private static Row row(List<Night> of) {
        Night first = of.getFirst();
        var amounts = new LinkedHashMap<String, Long>();
        of.forEach(night -> {
            if (night.closingAmount() != null) {
                amounts.put(night.currency(), night.closingAmount());
            }
        });
        return new Row(
                first.run(),
                first.businessDate(),
                of.stream().mapToLong(Night::opening).sum(),
                of.stream().mapToLong(night -> night.added() + night.reopened()).sum(),
                of.stream().mapToLong(Night::fixed).sum(),
                of.stream().mapToLong(Night::accepted).sum(),
                of.stream().mapToLong(Night::autoCleared).sum(),
                of.stream().mapToLong(Night::moved).sum(),
                of.stream().mapToLong(Night::revalued).sum(),
                of.stream().mapToLong(Night::closing).sum(),
                amounts);
    }

    /** All currencies of which anybody knew an amount. */
    private static List<Money> money(List<Row> rows) {
        var currencies = new TreeSet<String>();
        rows.forEach(row -> currencies.addAll(row.amounts().keySet()));
        return currencies.stream().map(currency -> money(currency, rows)).toList();
    }

    private static Money money(String currency, List<Row> rows) {
        Scale scale = Scale.upTo(
                rows.stream().mapToLong(row -> amount(row, currency)).max().orElse(0), TOP, BOTTOM);
        var dots = new ArrayList<Dot>();
        for (int i = 0; i < rows.size(); i++) {
            long amount = amount(rows.get(i), currency);
            dots.add(new Dot(rows.get(i).run(), x(i, rows.size()), scale.y(amount), amount));
        }
        return new Money(
                currency,
                dots.stream().map(dot -> dot.x() + "," + dot.y()).collect(Collectors.joining(" ")),
                dots,
                scale.ticks());
    }

    private static long amount(Row row, String currency) {
        return Objects.requireNonNullElse(row.amounts().get(currency), 0L);
    }

    private static int x(int i, int of) {
        int room = (RIGHT - LEFT) / Math.max(1, of);
        return LEFT + room * i + room / 2;
    }

    private static int width(int of) {
        return Math.max(2, Math.min(WIDEST, (RIGHT - LEFT) / Math.max(1, of) / 3));
    }
}
