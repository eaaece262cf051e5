package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known about a subscription's end: planned, asked for, done. */
public record Cancellation(
        @Nullable Instant cancelAt,
        boolean atPeriodEnd,
        @Nullable Instant canceledAt,
        @Nullable Instant endedAt) {
    static final Cancellation NONE = new Cancellation(null, false, null, null);

    Cancellation ended(Instant moment) {
        return new Cancellation(cancelAt, atPeriodEnd, canceledAt == null ? moment : canceledAt, moment);
    }
}
