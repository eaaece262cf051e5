package dev.plumbline.connectors;

import java.util.Optional;

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
     * The customer's whole truth now, with every page of every list.
     *
     * @throws BillingUnavailable when no trustworthy answer could be had; try again later
     */
    Fetched fetch(ProviderCustomer customer);

    /**
     * The customer that an object belongs to, for events that name none; empty when the provider does not know the object
     * or it belongs to nobody.
     *
     * @throws BillingUnavailable when no trustworthy answer could be had; try again later
     */
    Optional<ProviderCustomer> customerOf(String kind, String objectId);
}
