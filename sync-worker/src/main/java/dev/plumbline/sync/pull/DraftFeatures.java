package dev.plumbline.sync.pull;

import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.ProviderCatalogue.Charge;
import dev.plumbline.connectors.ProviderCatalogue.Price;
import dev.plumbline.connectors.ProviderCatalogue.Product;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What products give: the provider's own entitlements as switches, and a quantity where the product says what one of it is
 * called. A number alone does not tell whether it counts seats or anything at all.
 */
final class DraftFeatures {
    private final @Nullable Model published;
    private final Keys keys;
    private final Map<String, ProviderCatalogue.Feature> theirs = new LinkedHashMap<>();
    private final Map<String, String> keysOfTheirs = new HashMap<>();
    private final Map<String, String> keysOfUnits = new HashMap<>();
    /** In the order of need; what the model has already is not in here. */
    private final Map<String, Draft.Feature> added = new LinkedHashMap<>();

    /**
     * @param grants YAML by feature key
     * @param quantityOf the feature that the billed number is of; null when nothing tells
     */
    record Gives(Map<String, String> grants, @Nullable String quantityOf, List<String> notes) {}

    DraftFeatures(List<ProviderCatalogue.Feature> all, @Nullable Model published) {
        this.published = published;
        this.keys = new Keys(keysOf(published));
        all.forEach(feature -> theirs.put(feature.id(), feature));
    }

    Gives of(Product product, List<Price> prices) {
        var grants = new TreeMap<String, String>();
        var notes = new ArrayList<String>();
        for (String id : product.features()) {
            ProviderCatalogue.Feature feature = theirs.get(id);
            if (feature == null) {
                continue; // made after the features were listed; the next pull has it
            }
            String key = keyOf(feature);
            if (key == null) {
                notes.add(
                        "decide: it gives \"" + feature.key() + "\", which is no switch in this catalog; say how much");
            } else {
                grants.put(key, "true");
            }
        }
        String quantityOf = quantityOf(product, prices);
        if (quantityOf != null) {
            grants.put(quantityOf, "{ fromBilling: true }");
        }
        return new Gives(grants, quantityOf, notes);
    }

    /** What has to be declared. The whole draft has also what no product gives yet, unless it is archived. */
    List<Draft.Feature> toDeclare(boolean all) {
        if (all) {
            theirs.values().stream().filter(ProviderCatalogue.Feature::active).forEach(this::keyOf);
        }
        return List.copyOf(added.values());
    }

    /** Null when the model has a feature of that key that is no switch. */
    private @Nullable String keyOf(ProviderCatalogue.Feature feature) {
        String known = keysOfTheirs.get(feature.id());
        if (known != null) {
            return known;
        }
        Feature ours = ours(Keys.feature(feature.key()));
        if (ours != null && !(ours instanceof Feature.Switch)) {
            return null;
        }
        String key = ours == null ? keys.nextFeature(feature.key()) : ours.key().value();
        keysOfTheirs.put(feature.id(), key);
        if (ours == null) {
            List<String> notes = key.equals(feature.key()) ? List.of() : List.of("lookup key " + feature.key());
            added.put(key, new Draft.Feature(key, feature.name().isBlank() ? key : feature.name(), null, notes));
        }
        return key;
    }

    private @Nullable String quantityOf(Product product, List<Price> prices) {
        String label = product.unitLabel();
        if (label == null || label.isBlank() || prices.stream().noneMatch(price -> price.charge() == Charge.LICENSED)) {
            return null;
        }
        return keysOfUnits.computeIfAbsent(label.strip().toLowerCase(Locale.ROOT), unit -> {
            String ours = quantityOf(unit);
            if (ours != null) {
                return ours;
            }
            String key = keys.nextFeature(unit);
            added.put(
                    key,
                    new Draft.Feature(key, label.strip(), label.strip(), List.of("named by the product's unit label")));
            return key;
        });
    }

    /** The one quantity of the model that counts these. */
    private @Nullable String quantityOf(String unit) {
        if (published == null) {
            return null;
        }
        List<String> fitting = published.features().values().stream()
                .filter(Feature.Quantity.class::isInstance)
                .filter(feature -> unit.equalsIgnoreCase(feature.about().unit())
                        || feature.key().value().equals(Keys.feature(unit)))
                .map(feature -> feature.key().value())
                .toList();
        return fitting.size() == 1 ? fitting.getFirst() : null;
    }

    private @Nullable Feature ours(String key) {
        return published == null ? null : published.feature(new FeatureKey(key));
    }

    private static Set<String> keysOf(@Nullable Model published) {
        var taken = new HashSet<String>();
        if (published != null) {
            published.features().keySet().forEach(key -> taken.add(key.value()));
        }
        return taken;
    }
}
