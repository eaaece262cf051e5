package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.AddOn;
import java.util.BitSet;

/**
 * A version of an add-on as it is for every customer who has it.
 *
 * @param features that it gives something of, by index
 */
record SoldAddOn(AddOn.Version version, Source source, BitSet features) {
    static SoldAddOn of(AddOn.Version version, SoldFeature[] all) {
        var features = new BitSet();
        for (var feature : all) {
            features.set(feature.index(), version.grants().containsKey(feature.key()));
        }
        return new SoldAddOn(version, new Source(Source.Kind.ADDON, version.ref()), features);
    }
}
