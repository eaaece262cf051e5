package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.resolve.Source;
import dev.plumbline.entitlement.resolve.Timeline;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a new version of an answer changed for one feature.
 *
 * @param from the first instant, not before the change was known, at which the answers differ
 * @param before null when the feature was new
 * @param after null when it is gone
 */
public record Change(
        String feature,
        Instant from,
        @Nullable State before,
        @Nullable State after) {
    /** @param limit null when there is none to speak of, or no bound */
    public record State(
            boolean hasAccess,
            String reason,
            String source,
            @Nullable BigDecimal limit,
            boolean unlimited,
            @Nullable String level) {}

    static List<Change> between(@Nullable Timeline before, Timeline after, Instant known) {
        var changes = new ArrayList<Change>();
        var features = new TreeSet<>(after.features().keySet());
        if (before != null) {
            features.addAll(before.features().keySet());
        }
        for (FeatureKey feature : features) {
            var then = before == null ? null : before.features().get(feature);
            var now = after.features().get(feature);
            if (!Objects.equals(then, now)) {
                Change change = first(feature, then, now, known);
                if (change != null) {
                    changes.add(change);
                }
            }
        }
        return changes;
    }

    /** Null when only the past differs. */
    private static @Nullable Change first(
            FeatureKey feature, @Nullable List<Segment> then, @Nullable List<Segment> now, Instant known) {
        var instants = new TreeSet<Instant>();
        instants.add(known);
        Stream.of(then, now)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(Segment::from)
                .filter(from -> from.isAfter(known))
                .forEach(instants::add);
        for (Instant instant : instants) {
            State was = state(then, instant);
            State is = state(now, instant);
            if (!Objects.equals(was, is)) {
                return new Change(feature.value(), instant, was, is);
            }
        }
        return null;
    }

    private static @Nullable State state(@Nullable List<Segment> segments, Instant at) {
        return segments == null
                ? null
                : segments.stream()
                        .filter(segment -> segment.covers(at))
                        .findFirst()
                        .map(Change::state)
                        .orElse(null);
    }

    private static State state(Segment segment) {
        Outcome outcome = segment.outcome();
        Allowance allowance = outcome instanceof Outcome.Granted granted ? granted.allowance() : null;
        Limit limit =
                switch (allowance) {
                    case Allowance.Quantity quantity -> quantity.limit();
                    case Allowance.Metered metered -> metered.limit();
                    case null, default -> null;
                };
        Source source = outcome.source();
        return new State(
                allowance != null,
                outcome.reason().name(),
                source.kind().key() + " " + source.ref(),
                limit instanceof Limit.UpTo upTo ? upTo.amount() : null,
                limit instanceof Limit.Unlimited,
                allowance instanceof Allowance.Level level ? level.name() : null);
    }
}
