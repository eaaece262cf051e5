package dev.plumbline.entitlement.customer;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one billing system says of one subject, in the store's words: the fact as it was fetched, before prices are bound
 * to plans. Kept whole, so that a new model revision can be resolved without asking the provider again.
 *
 * @param gone the subject no longer exists at the provider (a tombstone); it then has no subscriptions
 * @param discounts what all its subscriptions are reduced by that have no discount of their own
 * @param reversals what was paid and went back, as far as anybody asked; ordered by when
 * @param rights the provider's own names of what the subject may use; null when nobody asked. They grant nothing
 */
public record BillingSnapshot(
        SubjectRef subject,
        boolean gone,
        @Nullable String name,
        @Nullable String country,
        List<Subscription> subscriptions,
        List<Discount> discounts,
        List<Reversal> reversals,
        @Nullable List<String> rights) {
    public BillingSnapshot {
        subscriptions = List.copyOf(subscriptions);
        discounts = List.copyOf(discounts);
        reversals = List.copyOf(reversals);
        rights = rights == null ? null : List.copyOf(rights);
    }

    public BillingSnapshot(
            SubjectRef subject,
            boolean gone,
            @Nullable String name,
            @Nullable String country,
            List<Subscription> subscriptions) {
        this(subject, gone, name, country, subscriptions, List.of(), List.of(), null);
    }

    public static BillingSnapshot tombstone(SubjectRef subject) {
        return new BillingSnapshot(subject, true, null, null, List.of());
    }

    /**
     * @param endsAt when it ended or will end; null while it goes on
     * @param arrearsSince where the current billing episode begins by the provider's invoices; null in good standing or
     *     when the provider does not tell
     * @param collectionResumesAt when the pause of the collection ends by itself; null when nobody said
     * @param schedule the plan of changes that it follows, which is its own id as long as it does not exist yet
     * @param discounts they say what is paid, never what may be used
     * @param ahead what was agreed for later, in the order of time
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
            List<Item> items,
            @Nullable Instant collectionResumesAt,
            @Nullable String schedule,
            List<Discount> discounts,
            List<Phase> ahead) {
        public Subscription {
            items = List.copyOf(items);
            discounts = List.copyOf(discounts);
            ahead = List.copyOf(ahead);
        }

        public Subscription(
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
            this(
                    id,
                    status,
                    providerStatus,
                    createdAt,
                    startedAt,
                    endsAt,
                    trialEndsAt,
                    billingAnchor,
                    currency,
                    collectionPaused,
                    arrearsSince,
                    items,
                    null,
                    null,
                    List.of(),
                    List.of());
        }

        /** It was agreed on, and the provider has not made it yet: its id is that of the agreement. */
        public boolean isYetToBe() {
            return status == BillingStatus.PENDING && id.equals(schedule);
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
            @Nullable Instant periodEnd,
            List<Discount> discounts) {
        public Item {
            discounts = List.copyOf(discounts);
        }

        public Item(
                String id,
                Instant createdAt,
                String price,
                @Nullable String lookupKey,
                @Nullable String product,
                @Nullable Long quantity,
                @Nullable Instant periodStart,
                @Nullable Instant periodEnd) {
            this(id, createdAt, price, lookupKey, product, quantity, periodStart, periodEnd, List.of());
        }
    }

    /** How a subscription will be from an instant on, until the next phase or its end. */
    public record Phase(
            Instant from,
            @Nullable Instant trialEndsAt,
            @Nullable Instant billingAnchor,
            List<Item> items) {
        public Phase {
            items = List.copyOf(items);
        }
    }

    /**
     * @param percentOff null when it is an amount, or when only the coupon is known
     * @param amountOff in minor units of the currency
     * @param until null when it lasts for ever
     */
    public record Discount(
            String id,
            @Nullable String coupon,
            @Nullable BigDecimal percentOff,
            @Nullable Long amountOff,
            @Nullable String currency,
            @Nullable Instant from,
            @Nullable Instant until) {}

    /** @param amount in minor units of the currency */
    public record Reversal(String id, Kind kind, Stage stage, String charge, long amount, String currency, Instant at) {
        public enum Kind {
            REFUND,
            DISPUTE
        }

        public enum Stage {
            OPEN,
            LOST,
            KEPT
        }
    }
}
