package dev.plumbline.simulated.stripe;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Charges, disputes and checkout sessions: what moves money around a subscription. */
final class PaymentShape {
    private PaymentShape() {}

    static ObjectNode of(Charge charge, boolean livemode) {
        ObjectNode shape = Json.like("charge");
        shape.put("id", charge.id());
        shape.put("amount", charge.amount());
        shape.put("amount_captured", charge.amount());
        shape.put("amount_refunded", charge.refunded());
        shape.put("created", charge.created().getEpochSecond());
        shape.put("currency", charge.currency());
        shape.put("customer", charge.customer());
        shape.put("disputed", charge.disputed());
        shape.put("livemode", livemode);
        shape.put("refunded", charge.refunded() == charge.amount());
        return shape;
    }

    /** As a read shows it that asks for the refunds. */
    static ObjectNode withRefunds(Charge charge, boolean livemode) {
        ObjectNode shape = of(charge, livemode);
        ObjectNode list = shape.putObject("refunds").put("object", "list").put("has_more", false);
        ArrayNode data = list.putArray("data");
        for (Refund refund : charge.refunds()) {
            data.addObject()
                    .put("id", refund.id())
                    .put("object", "refund")
                    .put("amount", refund.amount())
                    .put("charge", charge.id())
                    .put("created", refund.created().getEpochSecond())
                    .put("currency", charge.currency())
                    .put("status", refund.status());
        }
        return shape;
    }

    static ObjectNode of(Dispute dispute, boolean livemode) {
        ObjectNode shape = Json.like("dispute");
        shape.put("id", dispute.id());
        shape.put("amount", dispute.charge().amount());
        shape.put("charge", dispute.charge().id());
        shape.put("created", dispute.created().getEpochSecond());
        shape.put("currency", dispute.charge().currency());
        shape.put("livemode", livemode);
        shape.put("status", dispute.status());
        return shape;
    }

    static ObjectNode of(CheckoutSession session, boolean livemode) {
        Customer customer = session.customer();
        ObjectNode shape = Json.like("checkout_session");
        shape.put("id", session.id());
        shape.put("amount_subtotal", session.amount());
        shape.put("amount_total", session.amount());
        shape.put("created", session.created().getEpochSecond());
        shape.put("currency", session.currency());
        shape.put("customer", customer.id());
        shape.withObject("customer_details").put("email", customer.email()).put("name", customer.name());
        shape.withObject("customer_details").set("address", CustomerShape.address(customer.country()));
        shape.put("expires_at", session.created().plusSeconds(86_400).getEpochSecond());
        shape.put("livemode", livemode);
        shape.put("subscription", session.subscription());
        return shape;
    }
}
