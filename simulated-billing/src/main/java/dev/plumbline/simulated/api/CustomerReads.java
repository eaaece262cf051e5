package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Customer;
import java.time.Instant;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** GET /v1/customers. */
final class CustomerReads {
    private final Look look;

    CustomerReads(Look look) {
        this.look = look;
    }

    ObjectNode one(String id, Query query) {
        Customer customer = Resources.found(look.reading().customers().find(id), "customer", id);
        return shown(customer, query.expands("tax"));
    }

    /** The deleted are not listed, and a page cannot start at one of them. */
    ObjectNode list(Query query) {
        query.allowPagingAnd("email", "created", "test_clock");
        String cursor = query.first("starting_after");
        if (cursor != null && isDeleted(cursor)) {
            throw Refused.noSuchParameter("customer", cursor, "starting_after");
        }
        String email = query.first("email");
        Predicate<Instant> created = query.created();
        Page<Customer> page = Page.of(
                look.reading().customers(),
                "customer",
                null,
                query,
                customer -> !customer.deleted()
                        && (email == null || email.equals(customer.email()))
                        && created.test(customer.created()));
        return look.blindTo(page).shown("/v1/customers", customer -> shown(customer, query.expands("data.tax")));
    }

    ObjectNode shown(Customer customer, boolean withTax) {
        ObjectNode shape = look.shapes().of(customer);
        if (withTax && !customer.deleted()) {
            ObjectNode tax = shape.putObject("tax");
            tax.put("automatic_tax", customer.country() == null ? "unrecognized_location" : "supported");
            tax.putNull("ip_address");
            if (customer.country() == null) {
                tax.putNull("location");
            } else {
                tax.putObject("location")
                        .put("country", customer.country())
                        .put("source", "billing_address")
                        .putNull("state");
            }
        }
        return shape;
    }

    private boolean isDeleted(String id) {
        Customer customer = look.reading().customers().find(id);
        return customer != null && customer.deleted();
    }
}
