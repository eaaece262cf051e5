package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.record.ModelStage;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.resolve.Timeline;
import dev.plumbline.entitlement.usage.Window;
import dev.plumbline.entitlement.usage.Windows;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a customer may use, ready to be asked: a check looks up one feature by its name and picks a segment, and parses
 * nothing.
 *
 * @param version 0 for a customer that was never resolved: it is answered from its empty facts
 * @param recorded when it came to be known
 * @param asOf the same in business time: what was before it is answered by earlier versions
 * @param modelRevision the newest model when it was made
 * @param features in the order of their keys
 */
record Answer(
        CustomerKey customer,
        long version,
        Instant recorded,
        Instant asOf,
        long modelRevision,
        Map<String, Offer> features) {
    /** What one answer is, apart from what it says. */
    record Head(CustomerKey customer, long version, Instant recorded, Instant asOf, long modelRevision) {
        Answer nothing() {
            return new Answer(customer, version, recorded, asOf, modelRevision, Map.of());
        }
    }

    /** How a feature is defined from an instant on. */
    private record Definition(Instant from, Feature feature) {}

    /** One feature over time. */
    static final class Offer {
        private final List<Definition> definitions;
        private final List<Segment> segments;

        private Offer(List<Definition> definitions, List<Segment> segments) {
            this.definitions = definitions;
            this.segments = segments;
        }

        static Offer of(Feature feature, List<Segment> segments) {
            return new Offer(List.of(new Definition(Instant.MIN, feature)), segments);
        }

        /** Null after a model without the feature has taken effect. */
        @Nullable
        Segment at(Instant instant) {
            for (Segment segment : segments) {
                if (instant.isBefore(segment.until())) {
                    return segment;
                }
            }
            Segment last = segments.getLast();
            return last.until().equals(Instant.MAX) ? last : null;
        }

        /** What was given last, while nothing is given any more: whose windows what was used is told by. Null when nothing ever was. */
        Allowance.@Nullable Metered lastAllowance(Instant instant) {
            Allowance.Metered last = null;
            for (Segment segment : segments) {
                if (segment.from().isAfter(instant)) {
                    break;
                }
                if (segment.outcome() instanceof Outcome.Granted granted
                        && granted.allowance() instanceof Allowance.Metered metered) {
                    last = metered;
                }
            }
            return last;
        }

        /** The limit of the window before the one of an instant; null when there was none of that kind. */
        @Nullable
        BigDecimal limitBefore(Allowance.Metered now, Instant instant) {
            if (now.rolloverMax() == null || now.window() instanceof Window.Rolling) {
                return null;
            }
            Instant last =
                    Windows.at(now.window(), now.anchor(), instant).start().minusNanos(1);
            Segment before = at(last);
            return before != null
                            && before.covers(last)
                            && before.outcome() instanceof Outcome.Granted granted
                            && granted.allowance() instanceof Allowance.Metered metered
                            && metered.window().equals(now.window())
                            && metered.limit() instanceof Allowance.Limit.UpTo(BigDecimal amount)
                    ? amount
                    : null;
        }

        /** As the model in force at that instant has it. */
        Feature feature(Instant instant) {
            for (int i = definitions.size() - 1; i > 0; i--) {
                if (!instant.isBefore(definitions.get(i).from())) {
                    return definitions.get(i).feature();
                }
            }
            return definitions.getFirst().feature();
        }

        int segmentCount() {
            return segments.size();
        }
    }

    /** @param models those that the timeline was resolved with, in order */
    static Answer of(Head head, List<ModelStage> models, Timeline timeline) {
        var features = new LinkedHashMap<String, Offer>();
        timeline.features().forEach((key, segments) -> {
            List<Definition> definitions = definitions(models, key);
            if (!definitions.isEmpty()) {
                features.put(key.value(), new Offer(definitions, segments));
            }
        });
        return new Answer(
                head.customer(), head.version(), head.recorded(), head.asOf(), head.modelRevision(), features);
    }

    private static List<Definition> definitions(List<ModelStage> models, FeatureKey key) {
        var definitions = new ArrayList<Definition>(models.size());
        for (ModelStage model : models) {
            Feature feature = model.revision().model().feature(key);
            if (feature != null) {
                definitions.add(new Definition(model.from(), feature));
            }
        }
        return definitions;
    }

    /** For the bound of the cache: what it takes grows with its segments. */
    int weight() {
        return features.values().stream()
                        .mapToInt(offer -> 1 + offer.segmentCount())
                        .sum()
                + 1;
    }
}
