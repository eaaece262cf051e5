package dev.plumbline.entitlement.check.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A list to be taken away whole: read in pages, so that a slow reader holds no connection.
 *
 * @param file its name without an ending
 * @param cells of a row, as many as there are columns
 */
public record CsvList<T>(String file, List<String> columns, Function<T, @Nullable Object[]> cells) {
    /** @param first already read: what is refused is refused before anything is sent */
    public void write(Page<T> first, Function<@Nullable String, Page<T>> pages, HttpServletResponse response)
            throws IOException {
        response.setContentType(Csv.TYPE + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + ".csv\"");
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        OutputStream body = response.getOutputStream();
        body.write(Csv.line(columns.toArray()).getBytes(StandardCharsets.UTF_8));
        for (Page<T> page = first; ; page = pages.apply(page.nextCursor())) {
            for (T row : page.data()) {
                body.write(Csv.line(cells.apply(row)).getBytes(StandardCharsets.UTF_8));
            }
            if (page.nextCursor() == null) {
                return;
            }
        }
    }
}
