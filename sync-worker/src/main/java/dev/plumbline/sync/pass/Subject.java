package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.entitlement.customer.SubjectRef;

/**
 * What is looked at as a whole: one customer of one account, or an object of which we do not yet know the customer.
 *
 * @param kind {@value #CUSTOMER}, {@value #CATALOGUE}, or the provider's kind of object, for example {@code charge}
 */
public record Subject(BillingAccount account, String kind, String id) {
    public static final String CUSTOMER = "customer";

    /** What an account sells: one subject of each account, and its own id. */
    public static final String CATALOGUE = "catalogue";

    public static Subject of(ProviderCustomer customer) {
        return new Subject(customer.account(), CUSTOMER, customer.id());
    }

    public static Subject catalogueOf(BillingAccount account) {
        return new Subject(account, CATALOGUE, CATALOGUE);
    }

    public boolean isCustomer() {
        return kind.equals(CUSTOMER);
    }

    public ProviderCustomer customer() {
        return new ProviderCustomer(account, id);
    }

    /** The same in the store's words. */
    public SubjectRef ref() {
        return new SubjectRef(account.provider().key(), account.name(), id);
    }

    @Override
    public String toString() {
        return account + "/" + (isCustomer() ? "" : kind + ":") + id;
    }
}
