package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.stripe.StripeClient;
import com.stripe.param.PriceListParams;
import com.stripe.param.ProductListParams;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.ProviderCatalogue.Feature;
import dev.plumbline.connectors.ProviderCatalogue.Price;
import dev.plumbline.connectors.ProviderCatalogue.Product;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything the account sells: each list with all its pages, the archived too. */
final class StripeCatalogue {
    private static final Comparator<Product> PRODUCTS_BY_AGE =
            Comparator.comparing(Product::createdAt).thenComparing(Product::id);
    private static final Comparator<Price> PRICES_BY_AGE =
            Comparator.comparing(Price::createdAt).thenComparing(Price::id);

    private final StripeClient stripe;
    private final StripeMode mode;
    private final StripeCatalogueFeatures features;

    StripeCatalogue(StripeClient stripe, boolean live) {
        this.stripe = stripe;
        this.mode = new StripeMode(live);
        this.features = new StripeCatalogueFeatures(stripe);
    }

    ProviderCatalogue read() {
        List<com.stripe.model.Product> products = products();
        List<Price> prices = prices();
        List<Feature> known;
        try {
            known = features.all();
        } catch (BillingUnavailable refused) {
            // A restricted key often may not read these; all else is worth having without them.
            if (refused.reason() != BillingUnavailable.Cause.KEY_REFUSED) {
                throw refused;
            }
            return new ProviderCatalogue(read(products, false), prices, List.of(), true);
        }
        return new ProviderCatalogue(read(products, !known.isEmpty()), prices, known, false);
    }

    private List<com.stripe.model.Product> products() {
        var byId = new HashMap<String, com.stripe.model.Product>();
        StripePages.each(
                last -> stripe.v1().products().list(productParams(last)),
                page -> page.getData().forEach(product -> {
                    mode.refuseOther(product.getLivemode());
                    byId.put(required(product.getId(), "a product's id"), product);
                }));
        return List.copyOf(byId.values());
    }

    private static ProductListParams productParams(@Nullable String last) {
        return ProductListParams.builder()
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .build();
    }

    private List<Product> read(List<com.stripe.model.Product> theirs, boolean anyFeatures) {
        return theirs.stream()
                .map(product -> new Product(
                        product.getId(),
                        required(text(product.getName()), "the name of " + product.getId()),
                        !Boolean.FALSE.equals(product.getActive()),
                        created(product.getCreated(), product.getId()),
                        text(product.getUnitLabel()),
                        anyFeatures ? features.of(product.getId()) : List.of()))
                .sorted(PRODUCTS_BY_AGE)
                .toList();
    }

    /** Without a word about it Stripe lists only what is sold now, so both are asked for. */
    List<Price> prices() {
        Map<String, Price> byId = new HashMap<>();
        for (boolean active : new boolean[] {true, false}) {
            StripePages.each(
                    last -> stripe.v1().prices().list(priceParams(active, last)),
                    page -> page.getData().forEach(price -> {
                        mode.refuseOther(price.getLivemode());
                        Price ours = StripeCataloguePrice.read(price);
                        byId.put(ours.id(), ours);
                    }));
        }
        return byId.values().stream().sorted(PRICES_BY_AGE).toList();
    }

    private static PriceListParams priceParams(boolean active, @Nullable String last) {
        return PriceListParams.builder()
                .setActive(active)
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .build();
    }

    static Instant created(@Nullable Long epochSecond, String id) {
        return required(StripeFields.instant(epochSecond), "when " + id + " was created");
    }
}
