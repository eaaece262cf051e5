package dev.plumbline.connectors.stripe;

import dev.plumbline.connectors.Subscription.Status;

/** Stripe's word for a subscription's state in ours (07, section 12). */
final class StripeStatus {
    private StripeStatus() {}

    /**
     * {@code canceled} means over: one set to cancel is still {@code active}, with an end. One that begins later is active, too,
     * with a beginning: were it called pending until then, somebody would have to look again when it begins, and a clock that is
     * a second behind the provider's would take a new customer's purchase for a plan (case F-25).
     */
    static Status of(String word) {
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
