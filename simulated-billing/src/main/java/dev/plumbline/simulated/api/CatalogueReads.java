package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Price;
import dev.plumbline.simulated.stripe.Product;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** GET /v1/prices and /v1/products. */
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
                        && same(query.first("active"), Boolean.toString(price.active()))
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

    private static boolean same(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }
}
