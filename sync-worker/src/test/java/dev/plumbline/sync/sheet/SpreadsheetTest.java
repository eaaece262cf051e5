package dev.plumbline.sync.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.Rfc4180;
import dev.plumbline.sync.support.Workbooks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tables as XLSX, read back by another library's reader. */
@Tag("thousands")
class SpreadsheetTest {
    private static final List<String> COLUMNS = List.of("name", "material", "amount", "currency");

    private static Part part(List<List<@Nullable Object>> lines) {
        return new Part("the-items", COLUMNS, taker -> lines.forEach(taker));
    }

    private static byte[] written(int rowsPerSheet, Part part) throws IOException {
        var out = new ByteArrayOutputStream();
        new Spreadsheet(rowsPerSheet).write(List.of(List.of("contentSha256", "abc")), List.of(part), out);
        return out.toByteArray();
    }

    /** With the limit of a real sheet everything would be in one: the names below would not be there. */
    @Test
    @DisplayName(
            "More rows than a sheet holds go on in the next one, each with its header; none is lost, the totals say so")
    void goesOnInTheNextSheet() throws IOException {
        List<List<@Nullable Object>> lines = IntStream.range(0, 10)
                .<List<@Nullable Object>>mapToObj(i -> List.of("c" + i, i % 2 == 0, 1L << 40, i < 7 ? "EUR" : "JPY"))
                .toList();
        Workbooks.Book book = Workbooks.read(written(4, part(lines)));
        assertThat(book.sheets().keySet())
                .containsExactly("totals", "the-items", "the-items 2", "the-items 3", "the-items 4");
        var names = new ArrayList<String>();
        book.sheets().forEach((name, rows) -> {
            if (!name.equals("totals")) {
                assertThat(rows.getFirst()).as(name).isEqualTo(COLUMNS);
                assertThat(rows).hasSizeLessThanOrEqualTo(4);
                rows.stream().skip(1).forEach(row -> names.add(row.getFirst()));
            }
        });
        assertThat(names).containsExactly("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9");
        assertThat(book.sheet("totals"))
                .contains(List.of("contentSha256", "abc"))
                .anySatisfy(row -> assertThat(row).startsWith("the-items", "10"))
                .anySatisfy(row -> assertThat(row).containsExactly("the-items", "", "EUR", "" + 7 * (1L << 40)))
                .anySatisfy(row -> assertThat(row).containsExactly("the-items", "", "JPY", "" + 3 * (1L << 40)));
    }

    @Test
    @DisplayName(
            "S-15 F-77: no cell is a formula, nor becomes one; what XML cannot say is left out; numbers stay what they are")
    void bearsHostileNames() throws IOException {
        List<String> hostile = List.of(
                "=cmd|'/c calc'!A1",
                "+1",
                "-1+1",
                "@SUM(A1)",
                "\t=1",
                "＝1",
                "</t></is></c><c><f>1+1</f></c>",
                "]]>&amp;<!--",
                "a\u0000b\u0007c\uFFFEd\uD800e",
                "\u202Egnp.exe",
                "مرحبا 東京 😀",
                "two\nlines, \"quoted\"",
                "W".repeat(40_000));
        List<List<@Nullable Object>> lines = hostile.stream()
                .<List<@Nullable Object>>map(name -> java.util.Arrays.asList(name, null, Long.MAX_VALUE, -3))
                .toList();
        Workbooks.Book book = Workbooks.read(written(Spreadsheet.ROWS, part(lines)));
        assertThat(book.formulas()).isEmpty();
        List<List<String>> rows = book.sheet("the-items");
        assertThat(rows).hasSize(1 + hostile.size());
        assertThat(rows.stream().skip(1).limit(6).map(List::getFirst))
                .allSatisfy(cell -> assertThat(cell).startsWith("'"));
        assertThat(rows.get(7).getFirst()).isEqualTo(hostile.get(6));
        assertThat(rows.get(9).getFirst()).doesNotContain("\u0000", "\u0007").startsWith("ab");
        assertThat(rows.get(10).getFirst()).doesNotContain("\u202E");
        assertThat(rows.get(11).getFirst()).isEqualTo(hostile.get(10));
        assertThat(rows.get(13).getFirst()).hasSize(32_767);
        assertThat(rows.get(1).subList(1, 4))
                .as("a number that a double would change stands as text")
                .containsExactly("", Long.toString(Long.MAX_VALUE), "-3");

        var csv = new ByteArrayOutputStream();
        CsvParts.write(part(lines), csv);
        List<List<String>> parsed = Rfc4180.parse(csv.toString(StandardCharsets.UTF_8));
        for (int row = 1; row < 9; row++) {
            assertThat(rows.get(row)).as("as in CSV").isEqualTo(parsed.get(row));
        }
    }

    @Test
    @DisplayName("The header stays in sight, and every column has a filter over all rows")
    void hasAHeaderAndFilters() throws IOException {
        byte[] file =
                written(Spreadsheet.ROWS, part(List.of(List.of("a", true, 1, "EUR"), List.of("b", true, 1, "EUR"))));
        String sheet = entry(file, "xl/worksheets/sheet2.xml");
        assertThat(sheet).contains("state=\"frozen\"").contains("<autoFilter ref=\"A1:D3\"");
        assertThat(entry(file, "xl/sharedStrings.xml"))
                .as("texts stand in their cells: a table of them would be kept in memory to the end")
                .doesNotContain("EUR");
    }

    /** By the table at its end, as spreadsheets read it. */
    private static String entry(byte[] file, String name) throws IOException {
        Path path = Files.createTempFile("plumbline", ".xlsx");
        try {
            Files.write(path, file);
            try (var zip = new ZipFile(path.toFile());
                    var entry = zip.getInputStream(zip.getEntry(name))) {
                return new String(entry.readAllBytes(), StandardCharsets.UTF_8);
            }
        } finally {
            Files.delete(path);
        }
    }

    /** What is kept of a row that was let go is a few bytes: kept whole, these would take some 300 MB. */
    @Test
    @DisplayName("Memory stays flat: 200,000 rows of a kilobyte are written while they are read")
    void isWrittenWhileItIsRead() throws IOException {
        var most = new long[1];
        String text = "x".repeat(1_000);
        Part many = new Part("many", List.of("n", "text"), taker -> {
            for (int i = 0; i < 200_000; i++) {
                taker.accept(List.of(i, i + text));
                if (i == 100_000 || i == 199_999) {
                    System.gc();
                    Runtime vm = Runtime.getRuntime();
                    most[0] = Math.max(most[0], vm.totalMemory() - vm.freeMemory());
                }
            }
        });
        System.gc();
        Runtime vm = Runtime.getRuntime();
        long before = vm.totalMemory() - vm.freeMemory();
        new Spreadsheet(Spreadsheet.ROWS).write(List.of(), List.of(many), OutputStream.nullOutputStream());
        assertThat(most[0] - before).as("bytes more than before").isLessThan(60_000_000);
    }
}
