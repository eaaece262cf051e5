package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Timeline;
import dev.plumbline.entitlement.whatif.Change.Kind;
import dev.plumbline.entitlement.whatif.Comparison;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the customer was answered and should have been answered at an instant, feature by feature. Both are the resolver's own
 * timelines, held side by side as a plan of the model holds them: there is no second set of rules.
 */
final class Access {
    private final SortedMap<String, Kind> kinds = new TreeMap<>();

    private Access() {}

    static Access between(@Nullable Timeline was, @Nullable Timeline should, Instant at) {
        var access = new Access();
        var features = new TreeSet<FeatureKey>();
        Stream.of(segments(was), segments(should)).forEach(one -> features.addAll(one.keySet()));
        for (FeatureKey feature : features) {
            Kind kind = Comparison.kind(
                    covering(segments(was).get(feature), at),
                    covering(segments(should).get(feature), at));
            if (kind != null && kind != Kind.REASON) {
                access.kinds.put(feature.value(), kind);
            }
        }
        return access;
    }

    /** The customer should have more than it was answered. */
    boolean isBlocked() {
        return has(Kind::isGain);
    }

    /** The customer was answered more than it should have. */
    boolean isGivenAway() {
        return has(Kind::isLoss);
    }

    boolean isDeniedSome() {
        return kinds.containsValue(Kind.GAINED);
    }

    boolean isAllowedSome() {
        return kinds.containsValue(Kind.LOST);
    }

    boolean isSame() {
        return kinds.isEmpty();
    }

    List<String> features() {
        return List.copyOf(kinds.keySet());
    }

    /** One that shows it best; null when there is none. */
    @Nullable
    String shown() {
        return kinds.entrySet().stream()
                .filter(one -> one.getValue() == Kind.GAINED || one.getValue() == Kind.LOST)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(kinds.isEmpty() ? null : kinds.firstKey());
    }

    private boolean has(java.util.function.Predicate<Kind> wanted) {
        return kinds.values().stream().anyMatch(wanted);
    }

    private static Map<FeatureKey, List<Segment>> segments(@Nullable Timeline timeline) {
        return timeline == null ? Map.of() : timeline.features();
    }

    private static @Nullable Segment covering(@Nullable List<Segment> segments, Instant at) {
        return segments == null
                ? null
                : segments.stream()
                        .filter(segment -> segment.covers(at))
                        .findFirst()
                        .orElse(null);
    }
}
