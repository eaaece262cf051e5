package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a subscription begins. */
public record Start(
        boolean paid,
        @Nullable Instant trialUntil,
        @Nullable Instant backdatedTo) {
    /** Paid at once: active. */
    public static Start now() {
        return new Start(true, null, null);
    }

    /** The first payment is outstanding. */
    public static Start incomplete() {
        return new Start(false, null, null);
    }

    public static Start trialUntil(Instant end) {
        return new Start(true, end, null);
    }

    /** Active and paid, with a start date in the past and the period that the start date implies. */
    public static Start backdatedTo(Instant start) {
        return new Start(true, null, start);
    }

    String status() {
        return trialUntil != null ? Status.TRIALING : paid ? Status.ACTIVE : Status.INCOMPLETE;
    }
}
