package dev.plumbline.connectors;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of everybody who has a subscription that has not ended.
 *
 * @param customers each once, though another page may name them again
 * @param next the place where the next page begins; null on the last
 */
public record SubscriberPage(
        Set<ProviderCustomer> customers, @Nullable String next) {
    public SubscriberPage {
        customers = Set.copyOf(customers);
    }
}
