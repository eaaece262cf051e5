package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.customer.SubjectRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subject of whom the two sides said different things, and what came of a look.
 *
 * @param customer null when it is nobody's
 * @param before what we held and answered
 * @param after what the look made of it
 * @param at business time of the look
 * @param told deliveries that told of a change since what we held was fetched, by the number of their row
 * @param detail of one that could not be read
 */
public record Difference(
        SubjectRef subject,
        Why why,
        Outcome outcome,
        @Nullable String customer,
        Said before,
        Said after,
        @Nullable Long beforeVersion,
        @Nullable Long afterVersion,
        Instant at,
        List<Long> told,
        @Nullable String detail) {
    public Difference {
        told = List.copyOf(told);
    }

    /** Where it was seen. */
    public enum Why {
        ONLY_THERE,
        ONLY_HERE,
        DIFFERS
    }

    /** What came of a look at it. */
    public enum Outcome {
        REPAIRED,
        WOULD_REPAIR,
        UNCHANGED,
        IN_FLIGHT,
        DOUBTED,
        HELD,
        UNREADABLE,
        UNLINKED,
        FAILED;

        /** Whether it differs for sure. Of the others nobody knows yet, or they agree by now. */
        public boolean isDrift() {
            return this == REPAIRED || this == WOULD_REPAIR || this == HELD;
        }
    }
}
