package dev.plumbline.entitlement.migration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a pin moves.
 *
 * @param at of {@code DATE} that instant; of {@code RENEWAL} the first renewal not before it, null for the next one; else null
 */
public record Timing(Kind kind, @Nullable Instant at) {
    public enum Kind {
        /** As soon as it is the customer's turn. */
        NOW,
        /** When the running term of the customer's subscription ends. */
        RENEWAL,
        /** At one instant for all. */
        DATE
    }

    public Timing {
        if (kind == Kind.DATE && at == null) {
            throw new IllegalArgumentException("A date has its instant");
        }
    }
}
