package dev.plumbline.connectors.stripe;

import dev.plumbline.connectors.Subscription.Status;
import java.time.Duration;
import java.time.Instant;

/** Stripe's word for a subscription's state in ours (07, section 12). */
final class StripeStatus {
    /**
     * Our clock may be slow: what was bought a moment ago then begins in our future. That it begins at its start is said by its
     * start; pending would take it from who has just paid for it, until another fetch (case F-25).
     */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private StripeStatus() {}

    static Status of(String word, Instant startsAt, Instant now) {
        Status status = of(word);
        return status == Status.ACTIVE && startsAt.isAfter(now.plus(CLOCKS_DIFFER)) ? Status.PENDING : status;
    }

    /** {@code canceled} means over: one set to cancel is still {@code active}, with an end. */
    private static Status of(String word) {
        return switch (word) {
            case "trialing" -> Status.TRIALING;
            case "active" -> Status.ACTIVE;
            case "past_due" -> Status.PAST_DUE;
            case "unpaid" -> Status.UNPAID;
            case "paused" -> Status.PAUSED;
            case "incomplete" -> Status.INCOMPLETE;
            case "incomplete_expired" -> Status.EXPIRED;
            case "canceled" -> Status.CANCELED;
            default -> Status.UNKNOWN; // a word of tomorrow takes nothing from anybody (case F-37)
        };
    }
}
