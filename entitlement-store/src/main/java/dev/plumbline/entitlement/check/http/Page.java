package dev.plumbline.entitlement.check.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextCursor what to send as {@code cursor} for the next page; null on the last
 */
public record Page<T>(List<T> data, @Nullable String nextCursor) {
    /** What a caller may ask for at once. */
    public static final int MOST = 1_000;

    public static final String USUAL = "50";

    /**
     * @param rows one more than the limit when there is another page
     * @param cursor where the next page begins, of the last row of this one
     */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, T> shown, Function<R, String> cursor) {
        boolean more = rows.size() > limit;
        List<R> page = more ? rows.subList(0, limit) : rows;
        return new Page<>(page.stream().map(shown).toList(), more ? Cursor.write(cursor.apply(page.getLast())) : null);
    }

    public static int checked(int limit) {
        if (limit < 1 || limit > MOST) {
            throw Refusal.ofParameter("limit", "It is between 1 and " + MOST);
        }
        return limit;
    }
}
