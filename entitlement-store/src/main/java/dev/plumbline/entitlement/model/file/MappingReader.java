package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what billing systems' prices sell, and sees that each sells one thing. */
final class MappingReader {
    private final Map<FeatureKey, Feature> features;
    private final @Nullable String currency;
    private final Map<Sold, Owner> sold = new HashMap<>();

    MappingReader(Map<FeatureKey, Feature> features, @Nullable String currency) {
        this.features = features;
        this.currency = currency;
    }

    private record Sold(String provider, By by, String ref) {}

    private record Owner(String key, int version) {}

    List<Mapping> mappings(Spot version, String key, int number) {
        var mappings = new ArrayList<Mapping>();
        var billing = version.get("billing");
        if (billing != null) {
            for (var provider : billing.members().keySet()) {
                for (var at : billing.items(provider)) {
                    var mapping = mapping(provider, at);
                    checkSoldOnce(at, mapping, new Owner(key, number));
                    mappings.add(mapping);
                }
            }
        }
        return mappings;
    }

    private Mapping mapping(String provider, Spot at) {
        var price = at.text("price", at.text("plan", ""));
        var lookupKey = at.text("lookupKey");
        var product = at.text("product");
        var by = lookupKey != null ? By.LOOKUP_KEY : product != null ? By.PRODUCT : By.PRICE;
        return new Mapping(
                provider,
                by,
                lookupKey != null ? lookupKey : product != null ? product : price,
                at.text("term"),
                at.map("quantityOf", this::quantityFeature),
                at.map("listPrice", this::listPrice));
    }

    private @Nullable FeatureKey quantityFeature(Spot at) {
        var key = new FeatureKey(at.text());
        if (features.get(key) instanceof Feature.Quantity) {
            return key;
        }
        var quantities = features.values().stream()
                .filter(Feature.Quantity.class::isInstance)
                .map(feature -> feature.key().value())
                .toList();
        if (features.containsKey(key)) {
            at.refuse(
                    ProblemCode.QUANTITY_UNFIT,
                    "What is billed is the number of a quantity feature, and " + key + " is none; use one of "
                            + quantities);
        } else {
            at.refuse(ProblemCode.UNKNOWN_FEATURE, Spot.unknown(key.value(), "feature", "features", quantities));
        }
        return null;
    }

    private @Nullable ListPrice listPrice(Spot at) {
        var isObject = at.node().isObject();
        var amount = (isObject ? at.node().path("amount") : at.node()).asLong();
        var in = at.text("currency", currency == null ? "" : currency);
        if (in.isEmpty()) {
            at.refuse(
                    ProblemCode.CURRENCY_MISSING,
                    "A price needs a currency; add it here, { amount: 4900, currency: EUR }, or to catalog");
        } else if (isObject) {
            at.map("currency", Currencies::checked);
        }
        var every = isObject ? at.map("every", Times::period) : null;
        return new ListPrice(amount, in, every == null ? Period.ofMonths(1) : every);
    }

    /**
     * Several versions of one plan may share a price: they are sold one after the other, so the time of buying tells them
     * apart. Nothing tells two plans apart, nor two mappings of one version.
     */
    private void checkSoldOnce(Spot at, Mapping mapping, Owner owner) {
        var before = sold.putIfAbsent(new Sold(mapping.provider(), mapping.by(), mapping.ref()), owner);
        if (before != null && (before.equals(owner) || !before.key().equals(owner.key()))) {
            at.refuse(
                    ProblemCode.MAPPED_TWICE,
                    mapping.provider() + " " + mapping.ref() + " is mapped to " + before.key() + "@" + before.version()
                            + " already; one price sells one plan, so remove it from one of them");
        }
    }
}
