package dev.plumbline.simulated.stripe;

import tools.jackson.databind.node.ObjectNode;

/** One line of a subscription. Before basil it did not tell its period. */
final class ItemShape {
    private ItemShape() {}

    static ObjectNode of(Item item, String subscription, Shapes shapes) {
        ObjectNode shape = Json.like("subscription_item");
        shape.put("id", item.id());
        shape.put("created", item.created().getEpochSecond());
        if (shapes.version().tellsPeriodOnItems()) {
            shape.put("current_period_end", item.period().end().getEpochSecond());
            shape.put("current_period_start", item.period().start().getEpochSecond());
        } else {
            shape.remove("current_period_end");
            shape.remove("current_period_start");
        }
        shape.set("plan", CatalogueShape.plan(item.price(), shapes.livemode()));
        shape.set("price", CatalogueShape.of(item.price(), shapes.livemode()));
        if (item.quantity() == null) {
            shape.remove("quantity");
        } else {
            shape.put("quantity", item.quantity());
        }
        shape.put("subscription", subscription);
        return shape;
    }
}
