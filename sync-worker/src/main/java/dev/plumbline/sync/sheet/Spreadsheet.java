package dev.plumbline.sync.sheet;

import dev.plumbline.entitlement.check.http.Csv;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Parts as sheets of one XLSX file, written while they are read: rows are let go every now and then, and texts stand in their
 * cells, since a table of all texts would be kept to the end. The first sheet says of each how many rows it has and what its
 * amounts come to, so that whoever gets the file can tell that it is whole.
 */
public final class Spreadsheet {
    public static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    /** More do not fit into a sheet, the header among them. */
    public static final int ROWS = Worksheet.MAX_ROWS;

    private static final int LET_GO = 500;
    private static final int LONGEST = 32_767;
    private static final long EXACT = 1L << 53;

    private final int rowsPerSheet;

    /** @param rowsPerSheet with the header; what is more goes on in the next sheet */
    public Spreadsheet(int rowsPerSheet) {
        if (rowsPerSheet < 2 || rowsPerSheet > ROWS) {
            throw new IllegalArgumentException("A sheet has a header and at most " + ROWS + " rows: " + rowsPerSheet);
        }
        this.rowsPerSheet = rowsPerSheet;
    }

    /** @param facts what the first sheet begins with, such as the hash of all parts and who signed it */
    public void write(List<List<@Nullable Object>> facts, List<Part> parts, OutputStream out) throws IOException {
        var book = new Workbook(out, "Plumbline", null);
        // First in the book and written last: what it says is known when all others are.
        Worksheet first = book.newWorksheet("totals");
        var totals = new Totals();
        try {
            for (Part part : parts) {
                var sheets = new Sheets(book, part);
                part.lines().each(cells -> {
                    sheets.add(cells);
                    totals.add(part, cells);
                });
                sheets.finish();
                totals.counted(part, sheets.rows);
            }
            fill(first, facts, totals);
        } catch (UncheckedIOException away) {
            throw away.getCause();
        }
        book.finish();
    }

    private static void fill(Worksheet sheet, List<List<@Nullable Object>> facts, Totals totals) {
        row(sheet, 0, List.of("what", "value"));
        head(sheet, 0, 2);
        int at = 1;
        for (List<@Nullable Object> fact : facts) {
            row(sheet, at, fact);
            at++;
        }
        at++;
        row(sheet, at, Totals.COLUMNS);
        head(sheet, at, Totals.COLUMNS.size());
        for (List<@Nullable Object> line : totals.lines()) {
            at++;
            row(sheet, at, line);
        }
        sheet.width(0, 24);
        sheet.width(1, 70);
    }

    /** The sheets of one part. */
    private final class Sheets {
        private final Workbook book;
        private final Part part;
        private Worksheet sheet;
        private int number = 1;
        private int at = 1;
        private long rows;

        Sheets(Workbook book, Part part) {
            this.book = book;
            this.part = part;
            this.sheet = begun();
        }

        private Worksheet begun() {
            Worksheet begun = book.newWorksheet(number == 1 ? part.key() : part.key() + " " + number);
            row(begun, 0, List.copyOf(part.columns()));
            head(begun, 0, part.columns().size());
            begun.freezePane(0, 1);
            for (int column = 0; column < part.columns().size(); column++) {
                begun.width(column, Math.max(12, part.columns().get(column).length() + 4));
            }
            return begun;
        }

        void add(List<@Nullable Object> cells) {
            try {
                if (at == rowsPerSheet) {
                    end();
                    number++;
                    at = 1;
                    sheet = begun();
                }
                row(sheet, at, cells);
                at++;
                rows++;
                if (at % LET_GO == 0) {
                    sheet.flush();
                }
            } catch (IOException away) {
                throw new UncheckedIOException(away);
            }
        }

        private void end() throws IOException {
            sheet.setAutoFilter(0, 0, at - 1, part.columns().size() - 1);
            sheet.finish();
        }

        void finish() throws IOException {
            end();
        }
    }

    private static void head(Worksheet sheet, int row, int columns) {
        sheet.range(row, 0, row, columns - 1).style().bold().set();
    }

    private static void row(Worksheet sheet, int row, List<? extends @Nullable Object> cells) {
        for (int column = 0; column < cells.size(); column++) {
            put(sheet, row, column, cells.get(column));
        }
    }

    /** A text is never a formula in a cell of this file; it stays none when somebody saves it as CSV (S-15). */
    private static void put(Worksheet sheet, int row, int column, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Boolean truth -> sheet.value(row, column, truth);
            case Number number when Math.abs(number.doubleValue()) < EXACT -> sheet.value(row, column, number);
            default -> {
                String text = Csv.harmless(value.toString());
                sheet.inlineString(row, column, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
            }
        }
    }
}
