package dev.plumbline.sync.reconcile.listing;

import dev.plumbline.connectors.Subscription;
import dev.plumbline.connectors.SubscriptionListing.Listed;
import dev.plumbline.sync.pass.ListedContent;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a row of the list until the run is over.
 *
 * @param digest null when it could not be read
 */
record StagedRow(
        String customer,
        String subscription,
        @Nullable Long digest,
        boolean live,
        MonthlyPrices.Value value,
        String status) {
    static StagedRow of(Listed listed, MonthlyPrices prices) {
        return switch (listed) {
            case Listed.Whole(var customer, Subscription subscription, var name, var country) -> {
                ListedContent content = ListedContent.of(name, country, subscription);
                yield new StagedRow(
                        customer.id(),
                        subscription.id(),
                        content.digest(),
                        content.live(),
                        prices.of(subscription),
                        subscription.providerStatus());
            }
            // It may well be a good one: to call it dead would be a reason to take something away.
            case Listed.Unreadable(var customer, var id, var _) ->
                new StagedRow(customer.id(), id, null, true, MonthlyPrices.Value.UNKNOWN, "unreadable");
        };
    }
}
