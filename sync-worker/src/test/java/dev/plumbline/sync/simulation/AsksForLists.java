package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.ProviderCustomer;
import java.util.Set;

/** A connector that believes every list and never asks for a missing subscription by its id: what must not be. */
record AsksForLists(BillingConnector production) implements Forwarding {
    @Override
    public Fetched fetch(ProviderCustomer customer, Asked asked) {
        return production.fetch(customer, new Asked(Set.of(), asked.more()));
    }
}
