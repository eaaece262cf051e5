package dev.plumbline.entitlement.whatif;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan: a draft of the model held against what is published, for every customer.
 *
 * @param base the newest revision it was made on; null before the first publish
 * @param effectiveAt when the draft is to take effect; null for at once
 * @param comparedFrom answers are compared from this instant of business time on
 * @param diff what the files differ in, as JSON
 * @param done how many customers have been looked at
 * @param of how many there are, about
 * @param failure why it failed; null unless it did
 */
public record WhatIfRun(
        UUID id,
        @Nullable Long base,
        String sha256,
        @Nullable Instant effectiveAt,
        Instant comparedFrom,
        String author,
        Status status,
        String diff,
        Counts counts,
        Money money,
        long done,
        long of,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String failure) {
    /** Where it stands. Names are part of the interface. */
    public enum Status {
        RUNNING,
        COMPLETED,
        FAILED,
        CANCELLED
    }

    /** Whether it alters the answer of more than one customer (03); null as long as nobody can say. */
    public @Nullable Boolean isBroad() {
        return counts.customers() > 1 ? Boolean.TRUE : status == Status.COMPLETED ? Boolean.FALSE : null;
    }
}
