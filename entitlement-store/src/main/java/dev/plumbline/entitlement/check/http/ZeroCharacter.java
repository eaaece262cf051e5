package dev.plumbline.entitlement.check.http;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * PostgreSQL holds no text with a zero character in it, and no field of ours means one. Most are refused by name before; what
 * comes through to the database is the sender's mistake as well, and none of ours.
 */
final class ZeroCharacter {
    /** In a text; in JSON. */
    private static final Set<String> STATES = Set.of("22021", "22P05");

    private ZeroCharacter() {}

    static boolean isCauseOf(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && STATES.contains(String.valueOf(refused.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    static ProblemDetail problem() {
        return Refusal.problem(
                HttpStatus.BAD_REQUEST, "INVALID_REQUEST", "A text holds a zero character, which cannot be kept");
    }
}
