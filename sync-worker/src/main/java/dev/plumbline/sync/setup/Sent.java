package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.http.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What callers send to lists: PostgreSQL knows no NUL, and a caller is to hear that rather than an error of ours. */
public final class Sent {
    private Sent() {}

    public static @Nullable String checked(String name, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "PARAMETER_MALFORMED", name + " has a NUL in it");
        }
        return value;
    }
}
