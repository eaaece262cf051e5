package dev.plumbline.simulated.stripe;

import tools.jackson.databind.node.ObjectNode;

/** One line of a bill; before basil it held the whole price and plan. */
final class InvoiceLineShape {
    private InvoiceLineShape() {}

    static ObjectNode of(Item item, Invoice invoice, Shapes shapes) {
        ObjectNode shape = Json.like("line_item");
        shape.put("id", "il_" + item.id().substring("si_".length()));
        shape.put("amount", item.amount());
        shape.put("currency", invoice.currency());
        shape.put("invoice", invoice.id());
        shape.put("livemode", shapes.livemode());
        shape.putObject("period")
                .put("end", item.period().end().getEpochSecond())
                .put("start", item.period().start().getEpochSecond());
        shape.put("quantity", item.quantity());
        shape.put("subtotal", item.amount());
        if (shapes.version().tellsPeriodOnItems()) {
            tellParent(shape, item, invoice);
        } else {
            shape.set("plan", CatalogueShape.plan(item.price(), shapes.livemode()));
            shape.set("price", CatalogueShape.of(item.price(), shapes.livemode()));
            shape.put("subscription", invoice.subscription());
            shape.put("subscription_item", item.id());
            shape.put("type", "subscription");
        }
        return shape;
    }

    private static void tellParent(ObjectNode shape, Item item, Invoice invoice) {
        ObjectNode parent = shape.putObject("parent").putNull("invoice_item_details");
        parent.putObject("subscription_item_details")
                .putNull("invoice_item")
                .put("proration", false)
                .put("subscription", invoice.subscription())
                .put("subscription_item", item.id());
        parent.put("type", "subscription_item_details");
        ObjectNode pricing = shape.putObject("pricing");
        pricing.putObject("price_details")
                .put("price", item.price().id())
                .put("product", item.price().product());
        pricing.put("type", "price_details");
        pricing.put("unit_amount_decimal", Long.toString(item.price().unitAmount()));
    }
}
