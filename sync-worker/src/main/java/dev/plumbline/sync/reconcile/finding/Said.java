package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.resolve.Timeline;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of a difference: what was known of a subject, and what its customer was answered from it.
 *
 * @param snapshot null when nothing was known
 * @param timeline null when there was no answer
 * @param knownAt when it came to be known; null when nobody says
 */
public record Said(
        @Nullable BillingSnapshot snapshot,
        @Nullable Timeline timeline,
        @Nullable Instant knownAt) {
    public static final Said NOTHING = new Said(null, null, null);

    List<BillingSnapshot.Subscription> subscriptions() {
        return snapshot == null ? List.of() : snapshot.subscriptions();
    }

    boolean isGone() {
        return snapshot == null || snapshot.gone();
    }

    boolean hasAny(Instant at) {
        return subscriptions().stream().anyMatch(one -> gives(one, at));
    }

    /** Whether it is one that gives something then, before any policy. */
    static boolean gives(BillingSnapshot.@Nullable Subscription one, Instant at) {
        return one != null
                && one.status().givesPhase()
                && !one.startedAt().isAfter(at)
                && (one.endsAt() == null || one.endsAt().isAfter(at));
    }
}
