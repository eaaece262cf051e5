package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Shown;
import dev.plumbline.connectors.Verification;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A connector that believes every list and never asks for a missing subscription by its id: what must not be. */
record AsksForLists(BillingConnector production) implements BillingConnector {
    @Override
    public BillingAccount account() {
        return production.account();
    }

    @Override
    public Verification verify(Delivery delivery) {
        return production.verify(delivery);
    }

    @Override
    public Hint read(Delivery verified) {
        return production.read(verified);
    }

    @Override
    public boolean knowsVersion(String apiVersion) {
        return production.knowsVersion(apiVersion);
    }

    @Override
    public String newestKnownVersion() {
        return production.newestKnownVersion();
    }

    @Override
    public Fetched fetch(ProviderCustomer customer, Asked asked) {
        return production.fetch(customer, new Asked(Set.of(), asked.more()));
    }

    @Override
    public Optional<ProviderCustomer> customerOf(String kind, String objectId) {
        return production.customerOf(kind, objectId);
    }

    @Override
    public ProviderCatalogue catalogue() {
        return production.catalogue();
    }

    @Override
    public List<ProviderCatalogue.Price> prices() {
        return production.prices();
    }

    @Override
    public Optional<Shown> shown(byte[] body) {
        return production.shown(body);
    }
}
