package dev.plumbline.entitlement.check.http;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * A month that finance has locked takes no change, whatever way it comes: the database says no (migration V030), and what it says
 * is what callers read.
 */
public final class PeriodLocked {
    private static final String STATE = "PL002";
    private static final String PREFIX = "ERROR: ";

    private PeriodLocked() {}

    public static boolean isCauseOf(Throwable failure) {
        return said(failure) != null;
    }

    static ProblemDetail problem(Throwable failure) {
        return Refusal.problem(HttpStatus.CONFLICT, "PERIOD_LOCKED", said(failure));
    }

    private static @Nullable String said(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && STATE.equals(refused.getSQLState())) {
                String line =
                        String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
                return line.startsWith(PREFIX) ? line.substring(PREFIX.length()) : line;
            }
        }
        return null;
    }
}
