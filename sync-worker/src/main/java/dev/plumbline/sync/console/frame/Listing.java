package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.http.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list with its ways on: all of them keep the filter, which stands in the URL.
 *
 * @param next null on the last page
 * @param first null on the first page
 * @param csv all of it, as a table
 */
public record Listing<T>(
        List<T> rows, @Nullable String next, @Nullable String first, String csv) {
    private static final String CURSOR = "cursor";
    /** As many as one looks through before going on. */
    private static final int ROWS = 50;

    /** The page that is asked for. */
    public static <T> Listing<T> of(Pages<T> pages, HttpServletRequest request) {
        String cursor = request.getParameter(CURSOR);
        return of(pages.read(ROWS, cursor == null || cursor.isEmpty() ? null : cursor), request);
    }

    public static <T> Listing<T> of(Page<T> page, HttpServletRequest request) {
        String path = request.getRequestURI();
        return new Listing<>(
                page.data(),
                page.nextCursor() == null ? null : path + query(request, page.nextCursor()),
                request.getParameter(CURSOR) == null ? null : path + query(request, null),
                path + ".csv" + query(request, null));
    }

    private static String query(HttpServletRequest request, @Nullable String cursor) {
        var parts = new ArrayList<String>();
        request.getParameterMap().forEach((name, values) -> {
            if (!name.equals(CURSOR)) {
                for (String value : values) {
                    if (!value.isEmpty()) {
                        parts.add(encoded(name) + "=" + encoded(value));
                    }
                }
            }
        });
        if (cursor != null) {
            parts.add(CURSOR + "=" + encoded(cursor));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
