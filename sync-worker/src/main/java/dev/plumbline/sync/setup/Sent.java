package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.http.Refusal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What callers send to lists: PostgreSQL knows no NUL, and a caller is to hear that rather than an error of ours. */
public final class Sent {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Sent() {}

    /** PostgreSQL and calendars agree on these years. */
    public static @Nullable Instant checked(String name, @Nullable Instant value) {
        if (value != null && (value.isBefore(EARLIEST) || value.isAfter(LATEST))) {
            throw Refusal.ofParameter(name, "It lies between " + EARLIEST + " and " + LATEST);
        }
        return value;
    }

    public static @Nullable String checked(String name, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "PARAMETER_MALFORMED", name + " has a NUL in it");
        }
        return value;
    }
}
