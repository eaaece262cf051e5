package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.http.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a filter finds, to be read page by page: a page of the console shows some of it, its CSV all. */
@FunctionalInterface
public interface Pages<T> {
    /** @param cursor where the page before said to go on; null for the first */
    Page<T> read(int limit, @Nullable String cursor);

    /**
     * Of these only some, cut into pages again. All are read for it: of lists that people make by hand, and no longer ones.
     *
     * @param position of a row, as the cursors of all of them say it
     */
    default Pages<T> that(Predicate<T> fits, Function<T, String> position) {
        return (limit, cursor) -> {
            var found = new ArrayList<T>();
            String next = cursor;
            do {
                Page<T> page = read(Page.MOST, next);
                page.data().stream().filter(fits).forEach(found::add);
                next = page.nextCursor();
            } while (next != null && found.size() <= limit);
            return Page.of(found.subList(0, Math.min(found.size(), limit + 1)), limit, Function.identity(), position);
        };
    }

    /** Of what is never long. */
    static <T> Pages<T> whole(List<T> rows) {
        return (_, _) -> new Page<>(rows, null);
    }
}
