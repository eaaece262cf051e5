package dev.plumbline.sync.console.finance;

import dev.plumbline.sync.console.finance.RunReport.Aged;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How old the open breaks are: a column for each age, in three pieces by severity; and the same as a table, with money.
 *
 * @param columns as they are drawn
 * @param rows the same figures
 */
record AgeingPicture(List<Column> columns, List<Scale.Tick> ticks, List<Row> rows, long count) {
    static final List<String> AGES = List.of("0-1", "2-7", "8-30", "31-60", "60+");
    private static final List<String> SEVERITIES = List.of("high", "medium", "low");
    private static final int LEFT = 56;
    private static final int STEP = 116;
    private static final int WIDTH = 72;
    private static final int TOP = 14;
    private static final int BOTTOM = 170;

    /** @param middle where its name is written */
    record Column(String age, int x, int middle, int width, long count, int top, List<Piece> pieces) {}

    record Piece(String severity, int y, int height, long count) {}

    /** @param cells in the order of the ages */
    record Row(String severity, String currency, List<Cell> cells, long count) {}

    /** @param amount null under the words unknown and none */
    record Cell(String age, long count, @Nullable Long amount) {}

    static AgeingPicture of(List<Aged> lines) {
        long greatest =
                AGES.stream().mapToLong(age -> count(lines, age, null)).max().orElse(0);
        Scale scale = Scale.upTo(greatest, TOP, BOTTOM);
        var columns = new ArrayList<Column>();
        for (int i = 0; i < AGES.size(); i++) {
            columns.add(column(lines, AGES.get(i), LEFT + 22 + i * STEP, scale));
        }
        return new AgeingPicture(
                columns,
                scale.ticks(),
                rows(lines),
                lines.stream().mapToLong(Aged::count).sum());
    }

    /** The gravest stand on the ground: what is compared is best compared from one line. */
    private static Column column(List<Aged> lines, String age, int x, Scale scale) {
        var pieces = new ArrayList<Piece>();
        long below = 0;
        for (String severity : SEVERITIES) {
            long count = count(lines, age, severity);
            if (count > 0) {
                int y = scale.y(below + count);
                pieces.add(new Piece(severity, y, scale.y(below) - y, count));
            }
            below += count;
        }
        return new Column(age, x, x + WIDTH / 2, WIDTH, below, scale.y(below), pieces);
    }

    private static long count(List<Aged> lines, String age, @Nullable String severity) {
        return lines.stream()
                .filter(line -> line.age().equals(age)
                        && (severity == null || line.severity().equals(severity)))
                .mapToLong(Aged::count)
                .sum();
    }

    private static List<Row> rows(List<Aged> lines) {
        List<String> currencies =
                lines.stream().map(Aged::currency).distinct().sorted().toList();
        var rows = new ArrayList<Row>();
        for (String severity : SEVERITIES) {
            for (String currency : currencies) {
                List<Aged> of = lines.stream()
                        .filter(line -> line.severity().equals(severity)
                                && line.currency().equals(currency))
                        .toList();
                if (!of.isEmpty()) {
                    rows.add(new Row(
                            severity,
                            currency,
                            AGES.stream().map(age -> cell(of, age)).toList(),
                            of.stream().mapToLong(Aged::count).sum()));
                }
            }
        }
        return rows;
    }

    private static Cell cell(List<Aged> of, String age) {
        List<Aged> aged = of.stream().filter(line -> line.age().equals(age)).toList();
        boolean known = aged.stream().allMatch(line -> line.amount() != null);
        long amount = 0;
        for (Aged line : aged) {
            amount += line.amount() == null ? 0 : line.amount();
        }
        return new Cell(
                age,
                aged.stream().mapToLong(Aged::count).sum(),
                aged.isEmpty() || !known ? null : Long.valueOf(amount));
    }
}
