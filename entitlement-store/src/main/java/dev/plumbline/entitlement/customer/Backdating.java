package dev.plumbline.entitlement.customer;

import dev.plumbline.entitlement.customer.Standing.Backdated;
import dev.plumbline.entitlement.customer.Standing.Backdated.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a subscription began or ended long before we heard of it (case F-53). What happened before we knew the customer is
 * history, and an end that was known beforehand came on its day, however late the provider's word of it.
 */
final class Backdating {
    /** Webhooks are late, and clocks differ. */
    private static final Duration USUAL = Duration.ofDays(1);
    /** A subscription older than that was there already when we began to look. */
    private static final Duration NEWS = Duration.ofDays(35);

    private Backdating() {}

    /**
     * @param before null at the first look
     * @param end as it counts; null while it goes on
     * @return what was learnt now, else what was known of it
     */
    static @Nullable Backdated learnt(
            @Nullable Standing before,
            BillingSnapshot.Subscription subscription,
            @Nullable Instant end,
            Instant observedAt) {
        if (before == null) {
            return isBackdatedStart(subscription, observedAt)
                    ? new Backdated(Kind.START, subscription.startedAt(), observedAt)
                    : null;
        }
        if (end != null
                && end.plus(USUAL).isBefore(observedAt)
                && before.status().givesPhase()
                && subscription.status().isTerminal()
                && (before.endsAt() == null || end.plus(USUAL).isBefore(before.endsAt()))) {
            return new Backdated(Kind.END, end, observedAt);
        }
        return before.backdated();
    }

    private static boolean isBackdatedStart(BillingSnapshot.Subscription subscription, Instant observedAt) {
        return subscription.status().givesPhase()
                && subscription.startedAt().plus(USUAL).isBefore(subscription.createdAt())
                && observedAt.isBefore(subscription.createdAt().plus(NEWS));
    }
}
