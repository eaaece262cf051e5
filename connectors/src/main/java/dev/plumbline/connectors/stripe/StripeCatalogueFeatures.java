package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeFields.required;
import static dev.plumbline.connectors.stripe.StripeFields.text;

import com.stripe.StripeClient;
import com.stripe.param.ProductFeatureListParams;
import com.stripe.param.entitlements.FeatureListParams;
import dev.plumbline.connectors.ProviderCatalogue.Feature;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What products give by Stripe's own entitlements. */
final class StripeCatalogueFeatures {
    private final StripeClient stripe;

    StripeCatalogueFeatures(StripeClient stripe) {
        this.stripe = stripe;
    }

    /** Ordered by id: Stripe does not say how old they are. */
    List<Feature> all() {
        Map<String, Feature> byId = new TreeMap<>();
        StripePages.each(
                last -> stripe.v1().entitlements().features().list(params(last)),
                page -> page.getData().forEach(theirs -> {
                    String id = required(text(theirs.getId()), "a feature's id");
                    String key = required(text(theirs.getLookupKey()), "the lookup key of " + id);
                    String name = text(theirs.getName());
                    byId.put(
                            id,
                            new Feature(id, key, name == null ? key : name, !Boolean.FALSE.equals(theirs.getActive())));
                }));
        return List.copyOf(byId.values());
    }

    private static FeatureListParams params(@Nullable String last) {
        return FeatureListParams.builder()
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .build();
    }

    /** Ids of the features, ordered. */
    List<String> of(String product) {
        var ids = new TreeSet<String>();
        StripePages.each(
                last -> stripe.v1().products().features().list(product, paramsOfProduct(last)),
                page -> page.getData()
                        .forEach(given -> ids.add(required(
                                required(given.getEntitlementFeature(), "what " + given.getId() + " gives")
                                        .getId(),
                                "the feature of " + given.getId()))));
        return List.copyOf(ids);
    }

    private static ProductFeatureListParams paramsOfProduct(@Nullable String last) {
        return ProductFeatureListParams.builder()
                .setLimit(StripePages.SIZE)
                .setStartingAfter(last)
                .build();
    }
}
