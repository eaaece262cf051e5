package dev.plumbline.entitlement.check.http;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away, full or read-only for a while from one that refuses what we ask. */
public final class DatabaseAway {
    /** Connection lost; out of resources; shut down by an operator. */
    private static final List<String> CLASSES = List.of("08", "53", "57");

    /** A standby that has not been promoted yet. */
    private static final String READ_ONLY = "25006";

    private DatabaseAway() {}

    public static boolean isCauseOf(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true; // the pool had none to give in time
            }
            if (cause instanceof SQLException sql && isAway(sql.getSQLState())) {
                return true;
            }
            // The connection broke, so the rollback failed too: what broke it stands beside the cause.
            if (cause instanceof TransactionSystemException broken && isCauseOf(broken.getOriginalException())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAway(@Nullable String state) {
        return state != null && (state.equals(READ_ONLY) || CLASSES.stream().anyMatch(state::startsWith));
    }
}
