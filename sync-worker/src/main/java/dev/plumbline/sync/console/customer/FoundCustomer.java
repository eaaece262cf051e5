package dev.plumbline.sync.console.customer;

import dev.plumbline.entitlement.check.CustomerKeys;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.entitlement.record.Customers;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The customer that a page is about, or the page that says there is none. */
@Component
public class FoundCustomer {
    private final Customers customers;

    FoundCustomer(Customers customers) {
        this.customers = customers;
    }

    /** @throws Refusal when there is no customer with that key */
    public Customer by(String key) {
        return CustomerKeys.of(key)
                .flatMap(customers::find)
                .orElseThrow(() -> Refusal.of(
                        HttpStatus.NOT_FOUND,
                        "CUSTOMER_UNKNOWN",
                        "There is no customer with this key: look it up by its name or its id at the billing system"));
    }
}
