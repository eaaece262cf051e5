package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.EventFeed;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Shown;
import dev.plumbline.connectors.SubscriberPage;
import dev.plumbline.connectors.SubscriptionListing;
import dev.plumbline.connectors.Verification;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does as the production connector does, but for what says otherwise. */
interface Forwarding extends BillingConnector {
    BillingConnector production();

    @Override
    default BillingAccount account() {
        return production().account();
    }

    @Override
    default Verification verify(Delivery delivery) {
        return production().verify(delivery);
    }

    @Override
    default Hint read(Delivery verified) {
        return production().read(verified);
    }

    @Override
    default boolean knowsVersion(String apiVersion) {
        return production().knowsVersion(apiVersion);
    }

    @Override
    default String newestKnownVersion() {
        return production().newestKnownVersion();
    }

    @Override
    default Fetched fetch(ProviderCustomer customer, Asked asked) {
        return production().fetch(customer, asked);
    }

    @Override
    default Optional<ProviderCustomer> customerOf(String kind, String objectId) {
        return production().customerOf(kind, objectId);
    }

    @Override
    default ProviderCatalogue catalogue() {
        return production().catalogue();
    }

    @Override
    default List<ProviderCatalogue.Price> prices() {
        return production().prices();
    }

    @Override
    default Optional<EventFeed> events() {
        return production().events();
    }

    @Override
    default Optional<SubscriptionListing> subscriptions() {
        return production().subscriptions();
    }

    @Override
    default Optional<SubscriberPage> subscribers(@Nullable String after) {
        return production().subscribers(after);
    }

    @Override
    default Optional<Shown> shown(byte[] body) {
        return production().shown(body);
    }
}
