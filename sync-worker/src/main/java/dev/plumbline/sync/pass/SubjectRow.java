package dev.plumbline.sync.pass;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whom we look at, as operators see it.
 *
 * @param dueAt when it is looked at next; null when nothing new is known
 * @param leasedUntil somebody looks at it now, until then at the latest; null when nobody does
 * @param absentSince since when it is not found, or not all of it, while what was known goes on; null when all is well
 * @param heldSince since when it keeps what it has because too many of the account were not found; null when it is not held
 * @param mend what to do about it; null when nothing is to be done
 */
public record SubjectRow(
        String provider,
        String account,
        String kind,
        String id,
        String state,
        @Nullable Instant dueAt,
        @Nullable String cause,
        int attempts,
        @Nullable String lastError,
        @Nullable Instant appliedAt,
        @Nullable Instant leasedUntil,
        @Nullable Instant absentSince,
        @Nullable Instant heldSince,
        @Nullable String mend) {
    String cursor() {
        return provider + "/" + account + "/" + kind + "/" + id;
    }
}
