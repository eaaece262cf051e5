package dev.plumbline.connectors;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the provider says is true of one customer now, fetched whole and in our words. Events only say when to look again.
 *
 * @param country ISO 3166-1 alpha-2, upper case; null when the provider does not know
 * @param subscriptions all of them, ended ones too, ordered by id so that equal truths are equal records
 * @param email compared and never kept as it is; null when the provider has none
 * @param discounts what all of the customer's subscriptions are reduced by that have no discount of their own
 * @param moved known subscriptions that belong to another customer by now, by that customer's id
 * @param reversals null when nobody asked, or the key may not see them
 * @param rights the provider's own names of what the customer may use, in order; null as above
 */
public record Snapshot(
        ProviderCustomer customer,
        @Nullable String name,
        @Nullable String country,
        List<Subscription> subscriptions,
        @Nullable EmailAddress email,
        List<Discount> discounts,
        Map<String, String> moved,
        @Nullable List<Reversal> reversals,
        @Nullable List<String> rights) {
    public Snapshot {
        subscriptions = List.copyOf(subscriptions);
        discounts = List.copyOf(discounts);
        moved = Map.copyOf(moved);
        reversals = reversals == null ? null : List.copyOf(reversals);
        rights = rights == null ? null : List.copyOf(rights);
    }

    public Snapshot(
            ProviderCustomer customer,
            @Nullable String name,
            @Nullable String country,
            List<Subscription> subscriptions) {
        this(customer, name, country, subscriptions, null, List.of(), Map.of(), null, null);
    }
}
