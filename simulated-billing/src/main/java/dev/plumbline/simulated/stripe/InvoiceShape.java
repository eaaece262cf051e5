package dev.plumbline.simulated.stripe;

import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A bill. Since basil it names its subscription through its parent, and its lines theirs. */
final class InvoiceShape {
    private InvoiceShape() {}

    static ObjectNode of(Invoice invoice, Shapes shapes) {
        ObjectNode shape = Json.like("invoice");
        shape.put("id", invoice.id());
        tellAmounts(shape, invoice);
        tellPayment(shape, invoice);
        Customer customer = invoice.billedTo();
        shape.put("billing_reason", invoice.reason());
        shape.put("created", invoice.created().getEpochSecond());
        shape.put("currency", invoice.currency());
        shape.put("customer", customer.id());
        shape.set("customer_address", CustomerShape.address(customer.country()));
        shape.put("customer_email", customer.email());
        shape.put("customer_name", customer.name());
        shape.put("effective_at", invoice.settlement().finalizedAt().getEpochSecond());
        shape.set("lines", lines(invoice, shapes));
        shape.put("livemode", shapes.livemode());
        shape.put("period_end", invoice.created().getEpochSecond());
        shape.put("period_start", invoice.created().getEpochSecond());
        shape.put("status", invoice.status());
        return tellSubscription(shape, invoice, shapes);
    }

    private static void tellAmounts(ObjectNode shape, Invoice invoice) {
        boolean paid = invoice.status().equals(Invoice.PAID);
        shape.put("amount_due", invoice.amount());
        shape.put("amount_paid", paid ? invoice.amount() : 0);
        shape.put("amount_remaining", paid ? 0 : invoice.amount());
        for (String sum : new String[] {"subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax"}) {
            shape.put(sum, invoice.amount());
        }
    }

    private static void tellPayment(ObjectNode shape, Invoice invoice) {
        Instant next = invoice.attempts().next();
        shape.put("attempt_count", invoice.attempts().count());
        shape.put("attempted", invoice.attempts().count() > 0);
        shape.put("auto_advance", next != null);
        shape.put("next_payment_attempt", Json.epoch(next));
        Invoice.Settlement settlement = invoice.settlement();
        shape.putObject("status_transitions")
                .put("finalized_at", settlement.finalizedAt().getEpochSecond())
                .putNull("marked_uncollectible_at")
                .put("paid_at", Json.epoch(settlement.paidAt()))
                .put("voided_at", Json.epoch(settlement.voidedAt()));
    }

    private static ObjectNode lines(Invoice invoice, Shapes shapes) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        invoice.items().stream().limit(10).forEach(item -> data.add(InvoiceLineShape.of(item, invoice, shapes)));
        return list.put("has_more", invoice.items().size() > 10).put("url", "/v1/invoices/" + invoice.id() + "/lines");
    }

    private static ObjectNode tellSubscription(ObjectNode shape, Invoice invoice, Shapes shapes) {
        if (shapes.version().tellsPeriodOnItems()) {
            ObjectNode parent = shape.putObject("parent").putNull("quote_details");
            parent.putObject("subscription_details")
                    .put("subscription", invoice.subscription())
                    .putObject("metadata");
            parent.put("type", "subscription_details");
            return shape;
        }
        shape.remove("parent");
        shape.remove("customer_account");
        shape.put("charge", invoice.settlement().charge());
        shape.put("paid", invoice.status().equals(Invoice.PAID));
        shape.put("subscription", invoice.subscription());
        return shape;
    }
}
