package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be worked out of a model alone, once for all its customers. Says nothing that the model does not. */
final class Prepared {
    /** The model in force, those agreed for later, and the four that each plan of a draft compares. */
    private static final int RECENT = 16;

    private static volatile Prepared[] recent = {};

    private final Model model;
    private final Layers layers;
    private final SoldFeature[] features;
    private final FeatureKey[] keys;
    private final Map<String, SoldFeature> byKey = new HashMap<>();
    private final Map<PlanRef, SoldVersion> versions = new HashMap<>();
    private final Map<PlanRef, SoldAddOn> addOns = new HashMap<>();

    private Prepared(Model model, Layers layers) {
        this.model = model;
        this.layers = layers;
        keys = model.features().keySet().toArray(FeatureKey[]::new);
        features = new SoldFeature[keys.length];
        for (var feature : model.features().values()) {
            var sold = new SoldFeature(byKey.size(), feature);
            features[sold.index()] = sold;
            byKey.put(sold.key().value(), sold);
        }
        for (var plan : model.plans().values()) {
            for (var version : plan.versions()) {
                versions.put(
                        new PlanRef(plan.key(), version.number()), new SoldVersion(version, plan.rank(), features));
            }
        }
        for (var addOn : model.addOns().values()) {
            for (var version : addOn.versions()) {
                addOns.put(new PlanRef(addOn.key(), version.number()), SoldAddOn.of(version, features));
            }
        }
    }

    /** The same one for the same model, as long as few others are resolved meanwhile. */
    @SuppressWarnings("ReferenceEquality") // an equal model that is another object is only prepared once more
    static Prepared of(Model model, Layers layers) {
        var known = recent;
        for (var one : known) {
            if (one.model == model && one.layers == layers) {
                return one;
            }
        }
        var made = new Prepared(model, layers);
        recent = Stream.concat(Stream.of(made), Arrays.stream(known))
                .limit(RECENT)
                .toArray(Prepared[]::new);
        return made;
    }

    Model model() {
        return model;
    }

    Layers layers() {
        return layers;
    }

    /** In the order of their keys. */
    SoldFeature[] features() {
        return features;
    }

    FeatureKey[] keys() {
        return keys;
    }

    @Nullable
    SoldFeature feature(String key) {
        return byKey.get(key);
    }

    @Nullable
    SoldVersion version(PlanRef plan) {
        return versions.get(plan);
    }

    @Nullable
    SoldAddOn addOn(PlanRef addOn) {
        return addOns.get(addOn);
    }
}
