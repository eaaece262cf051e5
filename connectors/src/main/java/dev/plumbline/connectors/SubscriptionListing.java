package dev.plumbline.connectors;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an account sells, subscription by subscription, the ended ones too: one big list, which can be read in parts at
 * the same time.
 */
public interface SubscriptionListing {
    /**
     * One page of those that were made within a time, newest first, in the words that a fetch would use. What only another call
     * would tell is left out: since when something is unpaid, and what was agreed for later.
     *
     * @param after where the page before ended; null for the first
     * @return empty when the provider does not know that place any more: the part is to be read from its beginning
     * @throws BillingUnavailable when no trustworthy answer could be had; the same page again later
     */
    Optional<Page> page(Made made, @Nullable String after);

    /** When it was made: half-open, null for no end on that side. Whole seconds. */
    record Made(@Nullable Instant from, @Nullable Instant until) {}

    /**
     * @param next the place where the next page begins; null on the last
     */
    record Page(List<Listed> subscriptions, @Nullable String next) {
        public Page {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /** A row of the list. */
    sealed interface Listed {
        ProviderCustomer customer();

        String id();

        record Whole(ProviderCustomer customer, Subscription subscription) implements Listed {
            @Override
            public String id() {
                return subscription.id();
            }
        }

        /** It is there, and not of a shape that we know; the others of the page are. */
        record Unreadable(ProviderCustomer customer, String id, String why) implements Listed {}
    }
}
