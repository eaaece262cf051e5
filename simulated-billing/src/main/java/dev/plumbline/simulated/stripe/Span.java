package dev.plumbline.simulated.stripe;

import java.time.Instant;

/** A half-open stretch of time. */
public record Span(Instant start, Instant end) {
    public Span {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("a span ends before it starts: " + start + " to " + end);
        }
    }
}
