package dev.plumbline.connectors;

import dev.plumbline.connectors.Subscription.Arrears;
import dev.plumbline.connectors.Subscription.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an account sells, subscription by subscription, the ended ones too: one big list, which can be read in parts at
 * the same time. What its rows do not show stands in two short lists beside it, which are read first: a row is then told as a
 * fetch of its customer would tell it.
 */
public interface SubscriptionListing {
    /**
     * One page of those that were made within a time, newest first.
     *
     * @param after where the page before ended; null for the first
     * @param beside what the lists beside this one told
     * @return empty when the provider does not know that place any more: the part is to be read from its beginning
     * @throws BillingUnavailable when no trustworthy answer could be had; the same page again later
     */
    Optional<Page> page(Made made, @Nullable String after, Beside beside);

    /** The same by itself: since when something is unpaid, and what was agreed for later, nobody then knows. */
    default Optional<Page> page(Made made, @Nullable String after) {
        return page(made, after, Beside.NOTHING);
    }

    /** A page of what is unpaid; as above. Nothing when the key may not see it: then no fetch sees it either. */
    Optional<Entries<Unpaid>> unpaid(@Nullable String after);

    /** A page of what was agreed for later; as above. */
    Optional<Entries<Agreed>> agreed(@Nullable String after);

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

    /**
     * A page of a list beside.
     *
     * @param next as of a page
     */
    record Entries<T>(List<T> entries, @Nullable String next) {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    /** Since when one of its invoices is unpaid; the earliest of them counts. */
    record Unpaid(String subscription, Arrears arrears) {}

    /**
     * A plan of changes that goes on, or has not begun.
     *
     * @param yetToBe the subscription that it will make; null when there is one that follows it
     */
    record Agreed(String schedule, Later later, Listed.@Nullable Whole yetToBe) {}

    /**
     * What a subscription that follows a plan of changes does not show itself.
     *
     * @param endsAt when the plan ends it; null when it does not
     */
    record Later(@Nullable Instant endsAt, List<Phase> ahead) {
        public Later {
            ahead = List.copyOf(ahead);
        }
    }

    /** What the lists beside told of some: those that are not in the answer nobody told of. */
    interface Beside {
        Beside NOTHING = new Beside() {
            @Override
            public Map<String, Arrears> unpaid(Set<String> subscriptions) {
                return Map.of();
            }

            @Override
            public Map<String, Later> agreed(Set<String> schedules) {
                return Map.of();
            }
        };

        Map<String, Arrears> unpaid(Set<String> subscriptions);

        Map<String, Later> agreed(Set<String> schedules);
    }

    /** A row of the list. */
    sealed interface Listed {
        ProviderCustomer customer();

        String id();

        /**
         * @param name of the customer; null when it has none, or is gone
         * @param country as of a fetch
         */
        record Whole(
                ProviderCustomer customer,
                Subscription subscription,
                @Nullable String name,
                @Nullable String country) implements Listed {
            @Override
            public String id() {
                return subscription.id();
            }
        }

        /** It is there, and not of a shape that we know; the others of the page are. */
        record Unreadable(ProviderCustomer customer, String id, String why) implements Listed {}
    }
}
