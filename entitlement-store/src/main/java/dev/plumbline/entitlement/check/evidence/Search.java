package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.check.http.Refusal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What callers search by. */
final class Search {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Search() {}

    /** PostgreSQL has no text with a zero in it. */
    static void checkTexts(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null && (text.length() > 600 || text.indexOf('\0') >= 0)) {
                throw Refusal.ofParameter("filter", "A filter has at most 600 characters, and no zero");
            }
        }
    }

    static void checkTimes(@Nullable Instant... times) {
        for (Instant time : times) {
            if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
                throw Refusal.ofParameter("time", "It lies between " + EARLIEST + " and " + LATEST);
            }
        }
    }
}
