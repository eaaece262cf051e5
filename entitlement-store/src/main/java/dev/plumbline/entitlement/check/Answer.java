package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Timeline;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a customer may use, ready to be asked: a check looks up one feature by its name and picks a segment, and parses
 * nothing.
 *
 * @param version 0 for a customer that was never resolved: it is answered from its empty facts
 * @param recorded when it came to be known
 * @param features in the order of their keys
 */
record Answer(CustomerKey customer, long version, Instant recorded, long modelRevision, Map<String, Offer> features) {
    /** One feature over time. */
    record Offer(Feature feature, List<Segment> segments) {
        Segment at(Instant instant) {
            for (Segment segment : segments) {
                if (instant.isBefore(segment.until())) {
                    return segment;
                }
            }
            return segments.getLast();
        }
    }

    static Answer of(
            CustomerKey customer, long version, Instant recorded, long modelRevision, Model model, Timeline timeline) {
        var features = new LinkedHashMap<String, Offer>();
        timeline.features().forEach((key, segments) -> offer(model, key, segments, features));
        return new Answer(customer, version, recorded, modelRevision, features);
    }

    private static void offer(Model model, FeatureKey key, List<Segment> segments, Map<String, Offer> features) {
        Feature feature = model.feature(key);
        if (feature != null) {
            features.put(key.value(), new Offer(feature, segments));
        }
    }

    /** For the bound of the cache: what it takes grows with its segments. */
    int weight() {
        return features.values().stream()
                        .mapToInt(offer -> 1 + offer.segments().size())
                        .sum()
                + 1;
    }
}
