package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.http.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times in forms: as a browser's date field writes them, in UTC, or whole instants. */
public final class Moments {
    private static final int DATE = 10;
    private static final Pattern ZONED = Pattern.compile(".*(Z|[+-][0-9]{2}:[0-9]{2})");

    private Moments() {}

    /**
     * Null for nothing.
     *
     * @throws IllegalArgumentException for what is no time
     */
    public static @Nullable Instant read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String given = text.strip();
        try {
            if (given.length() == DATE) {
                return LocalDate.parse(given).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            return ZONED.matcher(given).matches()
                    ? OffsetDateTime.parse(given).toInstant()
                    : LocalDateTime.parse(given).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notOne) {
            throw new IllegalArgumentException(notOne);
        }
    }

    /** @throws Refusal that names the field */
    public static @Nullable Instant ofField(String field, @Nullable String text) {
        try {
            return read(text);
        } catch (IllegalArgumentException notOne) {
            throw Refusal.ofBody("/" + field, "A day and a time in UTC, such as 2026-12-01T00:00");
        }
    }

    /** As a browser's field for day and time wants it. */
    public static String forField(@Nullable Instant instant) {
        return instant == null
                ? ""
                : LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MINUTES), ZoneOffset.UTC)
                        .toString();
    }
}
