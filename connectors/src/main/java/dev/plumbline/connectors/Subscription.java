package dev.plumbline.connectors;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subscription in our words.
 *
 * @param providerStatus the provider's own word, kept for people and for {@link Status#UNKNOWN}
 * @param startedAt when access began by the provider's word (may lie before {@code createdAt}: backdated)
 * @param endsAt when it ended or is set to end; null while it goes on
 * @param trialEndsAt end of a trial, past or future; null without one
 * @param billingAnchor the instant that billing periods count from; null when the provider has none
 * @param currency ISO 4217, upper case; null when the provider does not say
 * @param collectionPaused invoices are not collected for now although the status goes on (Stripe's pause_collection)
 * @param arrears facts about the unpaid invoices, for past-due and unpaid subscriptions; null otherwise
 * @param items ordered by id
 * @param collectionResumesAt when the pause of the collection ends by itself; null without a pause or when nobody said
 * @param schedule id of the plan of changes that it follows, which is its own id as long as it does not exist yet; null without one
 * @param discounts what it is reduced by, in the provider's order
 * @param ahead what was agreed for later, in the order of time; an end of the whole stands in {@code endsAt}
 */
public record Subscription(
        String id,
        Status status,
        String providerStatus,
        Instant createdAt,
        Instant startedAt,
        @Nullable Instant endsAt,
        @Nullable Instant trialEndsAt,
        @Nullable Instant billingAnchor,
        @Nullable String currency,
        boolean collectionPaused,
        @Nullable Arrears arrears,
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

    /** One that goes on as it is, at its full price. */
    public Subscription(
            String id,
            Status status,
            String providerStatus,
            Instant createdAt,
            Instant startedAt,
            @Nullable Instant endsAt,
            @Nullable Instant trialEndsAt,
            @Nullable Instant billingAnchor,
            @Nullable String currency,
            boolean collectionPaused,
            @Nullable Arrears arrears,
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
                arrears,
                items,
                null,
                null,
                List.of(),
                List.of());
    }

    /** Billing status, canonical (07, section 12). A word we do not know is UNKNOWN, never CANCELED. */
    public enum Status {
        TRIALING,
        ACTIVE,
        PAST_DUE,
        UNPAID,
        PAUSED,
        INCOMPLETE,
        CANCELED,
        EXPIRED,
        PENDING,
        UNKNOWN;

        /** No way back at any provider: a fetch that shows one again after this is a stale read. */
        public boolean isTerminal() {
            return this == CANCELED || this == EXPIRED;
        }

        /** In good standing. */
        public boolean isActive() {
            return this == TRIALING || this == ACTIVE;
        }
    }

    /**
     * One priced line of a subscription.
     *
     * @param createdAt when the customer took it: picks the plan version when a price served several
     * @param lookupKey the price's name that can move to another price; null when it has none
     * @param quantity null when the line is metered
     * @param discounts what the line is reduced by, in the provider's order
     */
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

        /** At its full price. */
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

    /**
     * How the subscription will be from an instant on, until the next phase.
     *
     * @param trialEndsAt end of a trial in it; null without one
     * @param billingAnchor when billing periods are to count anew; null when they go on as before
     * @param items with ids of our own: the provider gives theirs when the time comes
     */
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
     * Where a billing episode begins (03, billing policy): the earliest failed attempt of the oldest open invoice, else its
     * finalisation (its due day when it is sent), else the period start of the past-due item.
     */
    public record Arrears(Instant since, Evidence evidence) {
        public enum Evidence {
            FAILED_ATTEMPT,
            INVOICE_FINALISED,
            /** Of an invoice that is sent to be paid: before that day nothing was late. */
            INVOICE_DUE,
            PERIOD_START
        }
    }
}
