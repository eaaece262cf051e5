package dev.plumbline.connectors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the provider says is true of one customer now, fetched whole and in our words. Events only say when to look again.
 *
 * @param country ISO 3166-1 alpha-2, upper case; null when the provider does not know
 * @param subscriptions all of them, ended ones too, ordered by id so that equal truths are equal records
 */
public record Snapshot(
        ProviderCustomer customer,
        @Nullable String name,
        @Nullable String country,
        List<Subscription> subscriptions) {
    public Snapshot {
        subscriptions = List.copyOf(subscriptions);
    }
}
