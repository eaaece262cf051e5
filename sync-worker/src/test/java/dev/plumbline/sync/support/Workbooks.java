package dev.plumbline.sync.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/** XLSX files as a spreadsheet reads them, by code that did not write them. */
public final class Workbooks {
    private Workbooks() {}

    /** @param sheets in their order, each with its rows, the header first */
    public record Book(Map<String, List<List<String>>> sheets, List<String> formulas) {
        public List<List<String>> sheet(String name) {
            return Objects.requireNonNull(sheets.get(name), () -> name + " is none of " + sheets.keySet());
        }

        /** What goes on in further sheets, each with its header, put together again. */
        public List<List<String>> table(String name) {
            var rows = new ArrayList<>(sheet(name));
            for (int next = 2; sheets.containsKey(name + " " + next); next++) {
                rows.addAll(sheet(name + " " + next).stream().skip(1).toList());
            }
            return rows;
        }
    }

    public static Book get(RunningPlumbline plumbline, String path) {
        HttpResponse<byte[]> answer = bytes(plumbline, path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answers " + answer.statusCode());
        }
        return read(answer.body());
    }

    public static HttpResponse<byte[]> bytes(RunningPlumbline plumbline, String path) {
        try (var http = java.net.http.HttpClient.newHttpClient()) {
            return http.send(plumbline.request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    public static Book read(byte[] file) {
        var sheets = new LinkedHashMap<String, List<List<String>>>();
        var formulas = new ArrayList<String>();
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(file))) {
            for (Sheet sheet : book.getSheets().toList()) {
                List<Row> rows = sheet.read();
                var read = new ArrayList<List<String>>();
                int columns = rows.isEmpty() ? 0 : rows.getFirst().getCellCount();
                for (Row row : rows) {
                    var cells = new ArrayList<String>();
                    for (int column = 0; column < Math.max(columns, row.getCellCount()); column++) {
                        cells.add(
                                row.getOptionalCell(column).map(Workbooks::text).orElse(""));
                    }
                    row.forEach(cell -> {
                        if (cell != null && cell.getType() == CellType.FORMULA) {
                            formulas.add(cell.getFormula());
                        }
                    });
                    read.add(cells);
                }
                sheets.put(sheet.getName(), read);
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return new Book(sheets, formulas);
    }

    private static String text(Cell cell) {
        return switch (cell.getValue()) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            default -> cell.getValue().toString();
        };
    }
}
