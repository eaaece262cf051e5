package dev.plumbline.entitlement.resolve;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time {@code [from, until)} in which the answer is constant (law L-4).
 *
 * @param from inclusive; {@link Instant#MIN} for the first
 * @param until exclusive; {@link Instant#MAX} for the last
 * @param phase trial, fixed or evergreen: of the phase that the winning value comes from; null when there is none
 */
public record Segment(
        Instant from,
        Instant until,
        Outcome outcome,
        @Nullable Phase phase) {
    public Segment {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("A segment ends after it begins: " + from + " .. " + until);
        }
    }

    public boolean covers(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }

    /** Whenever it says so. */
    public boolean saysTheSame(Segment other) {
        return outcome.equals(other.outcome) && phase == other.phase;
    }

    /** What the segment says, before usage. */
    public sealed interface Outcome {
        Source source();

        Reason reason();

        record Granted(Allowance allowance, Source source, Reason reason) implements Outcome {}

        record Denied(Reason reason, Source source) implements Outcome {}
    }

    public enum Phase {
        TRIAL,
        FIXED,
        EVERGREEN
    }
}
