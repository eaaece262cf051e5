package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Charge;
import dev.plumbline.simulated.stripe.Invoice;
import java.time.Instant;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** GET /v1/invoices and /v1/charges. */
final class InvoiceReads {
    private final Look look;

    InvoiceReads(Look look) {
        this.look = look;
    }

    ObjectNode one(String id) {
        return look.shapes().of(Resources.found(look.reading().invoices().find(id), "invoice", id));
    }

    ObjectNode list(Query query) {
        query.allowPagingAnd("customer", "subscription", "status", "created", "collection_method");
        String customer = query.first("customer");
        Resources.known(look.reading(), customer);
        String subscription = query.first("subscription");
        String status = query.first("status");
        Predicate<Instant> created = query.created();
        Page<Invoice> page = Page.of(
                look.reading().invoices(),
                "invoice",
                subscription == null ? customer : subscription,
                query,
                invoice -> (customer == null || customer.equals(invoice.customerId()))
                        && (subscription == null || subscription.equals(invoice.subscription()))
                        && (status == null || status.equals(invoice.status()))
                        && created.test(invoice.created()));
        return look.blindTo(page).shown("/v1/invoices", invoice -> look.shapes().of(invoice));
    }

    ObjectNode charge(String id) {
        return look.shapes().of(Resources.found(look.reading().charges().find(id), "charge", id));
    }

    ObjectNode charges(Query query) {
        query.allowPagingAnd("customer", "created");
        String customer = query.first("customer");
        Resources.known(look.reading(), customer);
        Predicate<Instant> created = query.created();
        Page<Charge> page =
                Page.of(look.reading().charges(), "charge", customer, query, charge -> created.test(charge.created()));
        return look.blindTo(page)
                .shown(
                        "/v1/charges",
                        charge -> query.expands("data.refunds")
                                ? look.shapes().withRefunds(charge)
                                : look.shapes().of(charge));
    }
}
