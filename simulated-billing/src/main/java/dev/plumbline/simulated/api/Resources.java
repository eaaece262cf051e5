package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Reading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Which path reads what, from one consistent look at the account. */
final class Resources {
    private final CustomerReads customers;
    private final SubscriptionReads subscriptions;
    private final InvoiceReads invoices;
    private final CatalogueReads catalogue;
    private final EventReads events;
    private final AgreementReads agreements;
    private final MeterReads meters;

    Resources(Look look) {
        customers = new CustomerReads(look);
        subscriptions = new SubscriptionReads(look);
        invoices = new InvoiceReads(look);
        catalogue = new CatalogueReads(look);
        events = new EventReads(look);
        agreements = new AgreementReads(look);
        meters = new MeterReads(look);
    }

    ObjectNode get(String path, Query query) {
        String[] parts = path.split("/", -1);
        boolean one = parts.length == 4 && !parts[3].isEmpty();
        if (path.equals("/v1/entitlements/features")) {
            return catalogue.features(query);
        }
        if (path.equals("/v1/entitlements/active_entitlements")) {
            return agreements.activeEntitlements(query);
        }
        if (path.startsWith("/v1/products/") && parts.length == 5 && parts[4].equals("features")) {
            return catalogue.featuresOf(parts[3], query);
        }
        if (path.startsWith("/v1/billing/meters")) {
            return meters.get(path, parts, query);
        }
        if (!path.startsWith("/v1/") || parts.length < 3 || parts.length > 4) {
            throw Refused.unknownPath("GET", path);
        }
        return switch (parts[2]) {
            case "customers" -> one ? customers.one(parts[3], query) : customers.list(query);
            case "subscriptions" -> one ? subscriptions.one(parts[3], query) : subscriptions.list(query);
            case "subscription_items" -> one ? unknown(path) : subscriptions.items(query);
            case "invoices" -> one ? invoices.one(parts[3]) : invoices.list(query);
            case "charges" -> one ? invoices.charge(parts[3]) : invoices.charges(query);
            case "subscription_schedules" -> one ? agreements.schedule(parts[3]) : agreements.schedules(query);
            case "disputes" -> one ? agreements.dispute(parts[3]) : agreements.disputes(query);
            case "prices" -> one ? catalogue.price(parts[3]) : catalogue.prices(query);
            case "products" -> one ? catalogue.product(parts[3]) : catalogue.products(query);
            case "events" -> one ? events.one(parts[3]) : events.list(query);
            default -> unknown(path);
        };
    }

    private static ObjectNode unknown(String path) {
        throw Refused.unknownPath("GET", path);
    }

    static <T> T found(@Nullable T object, String kind, String id) {
        if (object == null) {
            throw Refused.noSuch(kind, id);
        }
        return object;
    }

    /** A filter by a customer who is not there is an error and not an empty list. */
    static void known(Reading reading, @Nullable String customer) {
        if (customer != null && reading.customers().find(customer) == null) {
            throw Refused.noSuchParameter("customer", customer, "customer");
        }
    }
}
