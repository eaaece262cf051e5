package dev.plumbline.entitlement.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All features of one customer, in one page: there is never a next cursor. */
public record AllChecked(
        String customer,
        long version,
        Instant asOf,
        Duration staleness,
        String consistency,
        List<CheckAnswer> data,
        @Nullable String nextCursor) {
    static AllChecked of(Checks.All all, Consistency consistency) {
        return new AllChecked(
                all.customer(), all.version(), all.asOf(), all.staleness(), consistency.key(), all.checks(), null);
    }
}
