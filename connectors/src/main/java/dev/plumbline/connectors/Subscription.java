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
        List<Item> items) {
    public Subscription {
        items = List.copyOf(items);
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
     */
    public record Item(
            String id,
            Instant createdAt,
            String price,
            @Nullable String lookupKey,
            @Nullable String product,
            @Nullable Long quantity,
            @Nullable Instant periodStart,
            @Nullable Instant periodEnd) {}

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
