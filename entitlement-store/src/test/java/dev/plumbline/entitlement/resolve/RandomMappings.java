package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.By;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What billing systems call a version: a price for each term, one price for both versions of a plan, one after the other; and for
 * the newest a lookup key and a product.
 */
final class RandomMappings {
    private final SplittableRandom random;

    RandomMappings(SplittableRandom random) {
        this.random = random;
    }

    List<Mapping> of(String plan, int version) {
        var mappings = new ArrayList<Mapping>();
        mappings.add(mapping("stripe", By.PRICE, plan + version + "_monthly", "monthly"));
        mappings.add(mapping("stripe", By.PRICE, plan + version + "_yearly", "yearly"));
        mappings.add(mapping("stripe", By.PRICE, plan + "_shared", "monthly"));
        mappings.add(mapping("recurly", By.PRICE, plan + version + "_monthly", null));
        if (version > 1) {
            mappings.add(mapping("stripe", By.LOOKUP_KEY, plan + "_key", "monthly"));
            mappings.add(mapping("recurly", By.PRODUCT, plan + "_product", "yearly"));
        }
        return mappings;
    }

    List<Mapping> ofAddOn(String addOn) {
        return List.of(
                mapping("stripe", By.PRICE, addOn + "_price", null),
                mapping("recurly", By.PRICE, addOn + "_price", null));
    }

    private Mapping mapping(String provider, By by, String ref, @Nullable String term) {
        var quantityOf = random.nextInt(3) == 0 ? new FeatureKey(random.nextBoolean() ? "max" : "sum") : null;
        return new Mapping(provider, by, ref, term, quantityOf, null);
    }
}
