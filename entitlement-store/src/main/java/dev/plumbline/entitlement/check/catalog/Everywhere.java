package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Feature.About;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A model as if all features were to be had everywhere: what is sold, apart from where. */
final class Everywhere {
    private static volatile @Nullable Known known;

    private Everywhere() {}

    private record Known(Model of, Model everywhere) {}

    /** The same one for the same model: the resolver prepares a model once for as long as it is the same object. */
    static Model of(Model model) {
        Known before = known;
        if (before != null && before.of().equals(model)) {
            return before.everywhere();
        }
        Model made = make(model);
        known = new Known(model, made);
        return made;
    }

    private static Model make(Model model) {
        var features = new TreeMap<FeatureKey, Feature>();
        model.features().forEach((key, feature) -> features.put(key, of(feature)));
        return new Model(
                model.catalog(),
                model.cadence(),
                model.markets(),
                model.meters(),
                features,
                model.plans(),
                model.addOns(),
                model.promotions(),
                model.billingPolicy(),
                model.precedence());
    }

    private static Feature of(Feature feature) {
        About about = of(feature.about());
        return switch (feature) {
            case Feature.Switch it -> new Feature.Switch(about, it.merge(), it.byDefault());
            case Feature.Quantity it -> new Feature.Quantity(about, it.merge(), it.byDefault());
            case Feature.Metered it -> new Feature.Metered(about, it.merge(), it.byDefault(), it.meter());
            case Feature.Level it -> new Feature.Level(about, it.merge(), it.byDefault(), it.levels());
        };
    }

    private static About of(About about) {
        return new About(
                about.key(),
                about.name(),
                about.onOutage(),
                List.of(),
                about.irreversible(),
                about.unit(),
                about.owner(),
                about.tags());
    }
}
