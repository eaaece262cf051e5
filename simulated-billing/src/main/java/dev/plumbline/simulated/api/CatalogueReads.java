package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Feature;
import dev.plumbline.simulated.stripe.Price;
import dev.plumbline.simulated.stripe.Product;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** GET /v1/prices, /v1/products and what products give. */
final class CatalogueReads {
    private final Look look;

    CatalogueReads(Look look) {
        this.look = look;
    }

    ObjectNode price(String id) {
        return look.shapes().of(Resources.found(look.reading().prices().find(id), "price", id));
    }

    ObjectNode product(String id) {
        return look.shapes().of(Resources.found(look.reading().products().find(id), "product", id));
    }

    /** Those that are not sold any more are listed only when they are asked for. */
    ObjectNode prices(Query query) {
        query.allowPagingAnd("active", "product", "lookup_keys", "currency", "type", "created");
        List<String> keys = query.all("lookup_keys");
        Predicate<Instant> created = query.created();
        Page<Price> page = Page.of(
                look.reading().prices(),
                "price",
                null,
                query,
                price -> (keys.isEmpty() || keys.contains(price.lookupKey()))
                        && (query.first("active") == null
                                ? price.active()
                                : same(query.first("active"), Boolean.toString(price.active())))
                        && same(query.first("product"), price.product())
                        && same(query.first("currency"), price.currency())
                        && same(query.first("type"), "recurring")
                        && created.test(price.created()));
        return look.blindTo(page).shown("/v1/prices", price -> look.shapes().of(price));
    }

    ObjectNode products(Query query) {
        query.allowPagingAnd("active", "ids", "created");
        List<String> ids = query.all("ids");
        Predicate<Instant> created = query.created();
        Page<Product> page = Page.of(
                look.reading().products(),
                "product",
                null,
                query,
                product -> (ids.isEmpty() || ids.contains(product.id()))
                        && same(query.first("active"), Boolean.toString(product.active()))
                        && created.test(product.created()));
        return look.blindTo(page).shown("/v1/products", product -> look.shapes().of(product));
    }

    ObjectNode features(Query query) {
        query.allowPagingAnd("archived", "lookup_key");
        Page<Feature> page = Page.of(
                look.reading().features(),
                "entitlements.feature",
                null,
                query,
                feature -> same(query.first("lookup_key"), feature.lookupKey())
                        && same(query.first("archived"), Boolean.toString(!feature.active())));
        return look.blindTo(page)
                .shown("/v1/entitlements/features", feature -> look.shapes().of(feature));
    }

    ObjectNode featuresOf(String id, Query query) {
        query.allowPagingAnd();
        Product product = Resources.found(look.reading().products().find(id), "product", id);
        List<Feature> given = product.features().stream()
                .map(feature -> look.reading().features().get(feature))
                .toList();
        Page<Feature> page = Page.of(
                given, feature -> look.shapes().of(product, feature).path("id").asString(), "product_feature", query);
        return look.blindTo(page)
                .shown(
                        "/v1/products/" + id + "/features",
                        feature -> look.shapes().of(product, feature));
    }

    private static boolean same(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }
}
