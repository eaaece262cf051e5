package dev.plumbline.connectors;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One account at one billing system. Only a verified delivery gets in; state is always fetched. Implementations are safe
 * for use by many threads, hold no state of ours and never write to the provider (threat S-20).
 */
public interface BillingConnector {
    BillingAccount account();

    /** Checks the signature over the raw bytes, with all live secrets, in constant time. Never throws for bad input. */
    Verification verify(Delivery delivery);

    /** A shallow read of a verified body. Never throws for bad input. */
    Hint read(Delivery verified);

    /**
     * Whether events of this version of the provider's API have a shape that this connector was made for. One that does not is
     * read all the same, as the hint it is; but a person is to hear of it (case F-36).
     */
    boolean knowsVersion(String apiVersion);

    /** The newest version it knows, for people. */
    String newestKnownVersion();

    /**
     * The customer's whole truth now, with every page of every list. A list may lag behind or leave something out, so a known
     * subscription that it does not show is asked for by its id before anything is said of it (02, absence): what the snapshot
     * does not have after that, the provider did not find, or gave to another customer.
     *
     * @param asked of no account for a customer that is not there
     * @throws BillingUnavailable when no trustworthy answer could be had; try again later
     */
    Fetched fetch(ProviderCustomer customer, Asked asked);

    /** The same with nothing beyond the usual. */
    default Fetched fetch(ProviderCustomer customer, Set<String> known) {
        return fetch(customer, Asked.about(known));
    }

    /** The same of a customer of whom nothing is known yet. */
    default Fetched fetch(ProviderCustomer customer) {
        return fetch(customer, Set.of());
    }

    /**
     * The customer that an object belongs to, for events that name none; empty when the provider does not know the object
     * or it belongs to nobody.
     *
     * @throws BillingUnavailable when no trustworthy answer could be had; try again later
     */
    Optional<ProviderCustomer> customerOf(String kind, String objectId);

    /**
     * Everything this account sells, with every page of every list.
     *
     * @throws BillingUnavailable when no trustworthy answer could be had; try again later
     */
    ProviderCatalogue catalogue();

    /**
     * The prices alone, those that are not sold any more too.
     *
     * @throws BillingUnavailable when no trustworthy answer could be had; try again later
     */
    default List<ProviderCatalogue.Price> prices() {
        return catalogue().prices();
    }

    /** What happened, by the provider's own list; empty when it keeps none. */
    Optional<EventFeed> events();

    /** Everything there is, ended subscriptions too; empty when the provider has no such list. */
    Optional<SubscriptionListing> subscriptions();

    /** What it counted of metered use; empty when the provider has no such thing, or none that can be asked for a time. */
    default Optional<UsageMeters> meters() {
        return Optional.empty();
    }

    /**
     * One page of the customers that have a subscription which has not ended.
     *
     * @param after where the page before ended; null for the first
     * @return empty when the provider does not know that place any more: the list is to be read from its beginning
     * @throws BillingUnavailable when no trustworthy answer could be had; try again later
     */
    Optional<SubscriberPage> subscribers(@Nullable String after);

    /**
     * What a signed body showed of a subscription when its event was made; empty when it shows none. Never what is true: only
     * whether an answer that does not know of it may be an old one.
     */
    Optional<Shown> shown(byte[] body);
}
