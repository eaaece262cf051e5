package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Customer;
import dev.plumbline.simulated.stripe.Item;
import dev.plumbline.simulated.stripe.Status;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** GET /v1/subscriptions and /v1/subscription_items. */
final class SubscriptionReads {
    private final Look look;
    private final CustomerReads customers;

    SubscriptionReads(Look look) {
        this.look = look;
        this.customers = new CustomerReads(look);
    }

    ObjectNode one(String id, Query query) {
        return shown(Resources.found(look.reading().subscriptions().find(id), "subscription", id), query, "");
    }

    ObjectNode list(Query query) {
        query.allowPagingAnd("customer", "status", "price", "created", "collection_method", "test_clock");
        String customer = query.first("customer");
        Resources.known(look.reading(), customer);
        String price = query.first("price");
        Predicate<Subscription> status = inStatus(query.first("status"));
        Predicate<Instant> created = query.created();
        Page<Subscription> page = Page.of(
                look.reading().subscriptions().createdWithin(query.createdFrom(), query.createdUntil()),
                "subscription",
                customer,
                query,
                subscription -> (customer == null || subscription.customer().equals(customer))
                        && (price == null || subscription.itemFor(price) != null)
                        && status.test(subscription)
                        && created.test(subscription.created()));
        return look.blindTo(page).shown("/v1/subscriptions", subscription -> shown(subscription, query, "data."));
    }

    ObjectNode items(Query query) {
        query.allowPagingAnd("subscription");
        String id = query.first("subscription");
        if (id == null) {
            throw Refused.missing("subscription");
        }
        Subscription subscription = look.reading().subscriptions().find(id);
        if (subscription == null) {
            throw Refused.noSuchParameter("subscription", id, "subscription");
        }
        return Page.of(subscription.items(), Item::id, "subscription_item", query)
                .shown("/v1/subscription_items", item -> look.shapes().of(item, subscription));
    }

    /** Who does not ask for a status does not see the canceled: the trap behind many a wrong count. */
    private static Predicate<Subscription> inStatus(@Nullable String status) {
        return switch (status) {
            case null -> subscription -> !subscription.status().equals(Status.CANCELED);
            case "all" -> subscription -> true;
            case "ended" -> Subscription::ended;
            default -> subscription -> subscription.status().equals(status);
        };
    }

    private ObjectNode shown(Subscription subscription, Query query, String prefix) {
        ObjectNode shape = look.shapes().of(subscription);
        boolean tax = query.expands(prefix + "customer.tax");
        Customer customer = look.reading().customers().find(subscription.customer());
        if (customer != null && (tax || query.expands(prefix + "customer"))) {
            shape.set("customer", customers.shown(customer, tax));
        }
        if (query.expands(prefix + "discounts") || query.expands(prefix + "discounts.source.coupon")) {
            var discounts = shape.putArray("discounts");
            subscription
                    .attached()
                    .discounts()
                    .forEach(discount -> discounts.add(look.shapes().of(discount, subscription.customer())));
        }
        String latest = subscription.latestInvoice();
        if (latest != null && query.expands(prefix + "latest_invoice")) {
            shape.set(
                    "latest_invoice", look.shapes().of(look.reading().invoices().get(latest)));
        }
        return shape;
    }
}
