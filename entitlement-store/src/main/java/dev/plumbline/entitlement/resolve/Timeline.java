package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.FeatureKey;
import java.util.List;
import java.util.SortedMap;

/**
 * The resolver's answer for one customer: per feature of the model, contiguous segments from the beginning of time over the
 * whole known future. Time passing is not a write: a read picks the segment of its own instant.
 */
public record Timeline(SortedMap<FeatureKey, List<Segment>> features) {
    public Timeline {
        features = SegmentMap.copyOf(features);
    }
}
