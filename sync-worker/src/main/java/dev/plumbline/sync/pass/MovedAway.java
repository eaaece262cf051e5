package dev.plumbline.sync.pass;

import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subscription of a subject that the provider gives to another customer of the account by now (case F-55). */
public record MovedAway(String subscription, ProviderCustomer to) {
    static List<MovedAway> in(Look.AtCustomer look) {
        return look.fetched() instanceof Fetched.Present(var snapshot)
                ? snapshot.moved().entrySet().stream()
                        .map(moved -> new MovedAway(
                                moved.getKey(),
                                new ProviderCustomer(snapshot.customer().account(), moved.getValue())))
                        .sorted((a, b) -> a.subscription().compareTo(b.subscription()))
                        .toList()
                : List.of();
    }

    boolean isIn(@Nullable BillingSnapshot snapshot) {
        return snapshot != null
                && snapshot.subscriptions().stream().anyMatch(one -> one.id().equals(subscription));
    }
}
