package dev.plumbline.entitlement.customer;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one billing system says of one subject, in the store's words: the fact as it was fetched, before prices are bound
 * to plans. Kept whole, so that a new model revision can be resolved without asking the provider again.
 *
 * @param gone the subject no longer exists at the provider (a tombstone); it then has no subscriptions
 */
public record BillingSnapshot(
        SubjectRef subject,
        boolean gone,
        @Nullable String name,
        @Nullable String country,
        List<Subscription> subscriptions) {
    public BillingSnapshot {
        subscriptions = List.copyOf(subscriptions);
    }

    public static BillingSnapshot tombstone(SubjectRef subject) {
        return new BillingSnapshot(subject, true, null, null, List.of());
    }

    /**
     * @param endsAt when it ended or will end; null while it goes on
     * @param arrearsSince where the current billing episode begins by the provider's invoices; null in good standing or
     *     when the provider does not tell
     */
    public record Subscription(
            String id,
            BillingStatus status,
            String providerStatus,
            Instant createdAt,
            Instant startedAt,
            @Nullable Instant endsAt,
            @Nullable Instant trialEndsAt,
            @Nullable Instant billingAnchor,
            @Nullable String currency,
            boolean collectionPaused,
            @Nullable Instant arrearsSince,
            List<Item> items) {
        public Subscription {
            items = List.copyOf(items);
        }
    }

    /** @param quantity null when the item is metered */
    public record Item(
            String id,
            Instant createdAt,
            String price,
            @Nullable String lookupKey,
            @Nullable String product,
            @Nullable Long quantity,
            @Nullable Instant periodStart,
            @Nullable Instant periodEnd) {}
}
