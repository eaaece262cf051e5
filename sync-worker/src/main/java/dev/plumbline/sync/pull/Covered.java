package dev.plumbline.sync.pull;

import dev.plumbline.connectors.ProviderCatalogue.Price;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Mapping.By;
import dev.plumbline.entitlement.model.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model knows of a provider's prices already. */
final class Covered {
    private final String provider;
    private final Map<String, String> boundKeys;
    private final Map<By, Map<String, String>> owners = new HashMap<>();

    /** @param boundKeys by price, of those that were seen before */
    Covered(Model model, String provider, Map<String, String> boundKeys) {
        this.provider = provider;
        this.boundKeys = boundKeys;
        model.plans()
                .values()
                .forEach(plan -> plan.versions().forEach(version -> note(version.ref(), version.mappings())));
        model.addOns()
                .values()
                .forEach(addOn -> addOn.versions().forEach(version -> note(version.ref(), version.mappings())));
    }

    private void note(String ref, List<Mapping> mappings) {
        for (Mapping mapping : mappings) {
            if (mapping.provider().equals(provider)) {
                owners.computeIfAbsent(mapping.by(), absent -> new HashMap<>()).put(mapping.ref(), ref);
            }
        }
    }

    boolean covers(Price price) {
        return ownerOf(price) != null;
    }

    /** The version that another price of the same product sells; null when none does. */
    @Nullable
    String ownerOf(String product, List<Price> prices) {
        for (Price price : prices) {
            String owner = price.product().equals(product) ? ownerOf(price) : null;
            if (owner != null) {
                return owner;
            }
        }
        return null;
    }

    private @Nullable String ownerOf(Price price) {
        String byId = owner(By.PRICE, price.id());
        String key = boundKeys.getOrDefault(price.id(), price.lookupKey());
        String byKey = byId != null || key == null ? byId : owner(By.LOOKUP_KEY, key);
        return byKey != null ? byKey : owner(By.PRODUCT, price.product());
    }

    private @Nullable String owner(By by, String ref) {
        return owners.getOrDefault(by, Map.of()).get(ref);
    }
}
