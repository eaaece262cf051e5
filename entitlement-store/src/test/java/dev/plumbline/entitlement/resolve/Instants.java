package dev.plumbline.entitlement.resolve;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** Instants at which a law is looked at. */
final class Instants {
    private Instants() {}

    /** Somewhere in a segment; where it has no end, not too far away. */
    static Instant inside(Segment segment, SplittableRandom random) {
        var from = segment.from().equals(Instant.MIN) ? RandomModel.START.minusSeconds(1_000_000) : segment.from();
        var until = segment.until().equals(Instant.MAX) ? from.plusSeconds(100_000_000) : segment.until();
        if (!from.isBefore(until)) {
            return segment.from();
        }
        return from.plusSeconds(
                random.nextLong(Math.max(1, Duration.between(from, until).toSeconds())));
    }

    static Segment covering(List<Segment> segments, Instant at) {
        return Objects.requireNonNull(segments).stream()
                .filter(segment -> segment.covers(at))
                .findFirst()
                .orElseThrow();
    }
}
