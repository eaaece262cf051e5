package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.http.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a filter finds, to be read page by page: a page of the console shows some of it, its CSV all. */
@FunctionalInterface
public interface Pages<T> {
    /** @param cursor where the page before said to go on; null for the first */
    Page<T> read(int limit, @Nullable String cursor);

    /** Of what is never long. */
    static <T> Pages<T> whole(List<T> rows) {
        return (_, _) -> new Page<>(rows, null);
    }
}
