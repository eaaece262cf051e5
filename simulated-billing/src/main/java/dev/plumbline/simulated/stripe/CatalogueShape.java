package dev.plumbline.simulated.stripe;

import tools.jackson.databind.node.ObjectNode;

/** Products and prices, and the legacy plan that still mirrors a price inside items. */
final class CatalogueShape {
    private CatalogueShape() {}

    static ObjectNode of(Product product, boolean livemode) {
        ObjectNode shape = Json.like("product");
        shape.put("id", product.id());
        shape.put("active", product.active());
        shape.put("created", product.created().getEpochSecond());
        shape.put("livemode", livemode);
        shape.put("name", product.name());
        shape.put("unit_label", product.unitLabel());
        shape.put("updated", product.created().getEpochSecond());
        return shape;
    }

    static ObjectNode of(Feature feature, boolean livemode) {
        ObjectNode shape = Json.object()
                .put("id", feature.id())
                .put("object", "entitlements.feature")
                .put("active", feature.active())
                .put("livemode", livemode)
                .put("lookup_key", feature.lookupKey());
        shape.putObject("metadata");
        return shape.put("name", feature.name());
    }

    /** That a product gives a feature is an object of its own. */
    static ObjectNode given(Product product, Feature feature, boolean livemode) {
        ObjectNode shape = Json.object().put("id", givenId(product, feature)).put("object", "product_feature");
        shape.set("entitlement_feature", of(feature, livemode));
        return shape.put("livemode", livemode);
    }

    static String givenId(Product product, Feature feature) {
        return "prodft_" + product.id() + "_" + feature.id();
    }

    static ObjectNode of(Price price, boolean livemode) {
        ObjectNode shape = Json.like("price");
        shape.put("id", price.id());
        shape.put("active", price.active());
        shape.put("created", price.created().getEpochSecond());
        shape.put("currency", price.currency());
        shape.put("livemode", livemode);
        shape.put("lookup_key", price.lookupKey());
        shape.put("product", price.product());
        shape.withObject("recurring")
                .put("interval", price.interval().word())
                .put("usage_type", usage(price))
                .put("meter", price.meter());
        shape.put("unit_amount", price.unitAmount());
        shape.put("unit_amount_decimal", Long.toString(price.unitAmount()));
        return shape;
    }

    static ObjectNode plan(Price price, boolean livemode) {
        ObjectNode shape = Json.like("plan");
        shape.put("id", price.id());
        shape.put("active", price.active());
        shape.put("amount", price.unitAmount());
        shape.put("amount_decimal", Long.toString(price.unitAmount()));
        shape.put("created", price.created().getEpochSecond());
        shape.put("currency", price.currency());
        shape.put("interval", price.interval().word());
        shape.put("livemode", livemode);
        shape.put("meter", price.meter());
        shape.put("product", price.product());
        shape.put("usage_type", usage(price));
        return shape;
    }

    private static String usage(Price price) {
        return price.metered() ? "metered" : "licensed";
    }
}
