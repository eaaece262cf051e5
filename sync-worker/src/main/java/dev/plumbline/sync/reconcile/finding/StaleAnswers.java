package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.entitlement.check.evidence.BreakType.Side;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.record.StoredAnswersAgain.Stale;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Source;
import dev.plumbline.entitlement.resolve.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stored answer that is not what the resolver says: by an override that has ended, or by nothing that anybody knows. */
public final class StaleAnswers {
    private final Instant at;
    private final Function<String, Optional<AtRisk>> ended;

    /**
     * @param at business time
     * @param ended what an override forgoes, by its id; empty when it has not ended, or there is none
     */
    public StaleAnswers(Instant at, Function<String, Optional<AtRisk>> ended) {
        this.at = at;
        this.ended = ended;
    }

    /** Where an ended override explains all that differs, it is told of alone. */
    public List<Found> of(Stale stale, Worth running) {
        Timeline stored = stale.stored();
        Timeline again = stale.again().timeline();
        var found = new ArrayList<Found>();
        SortedMap<String, String> overridden = stored == null ? new TreeMap<>() : overridden(stored, again);
        overridden.forEach((override, feature) ->
                ended.apply(override).ifPresent(forgone -> found.add(expired(stale, override, feature, forgone))));
        var explained = new TreeSet<String>();
        found.forEach(one -> {
            if (one.evidence().feature() != null) {
                explained.add(one.evidence().feature());
            }
        });
        if (stored == null || !explained.containsAll(differing(stored, again)) || explained.isEmpty()) {
            found.add(stale(stale, Access.between(stored, again, at), running));
        }
        return found;
    }

    /** Overrides that give or take something now by what is stored, and not by what is resolved. */
    private SortedMap<String, String> overridden(Timeline stored, Timeline again) {
        var overridden = new TreeMap<String, String>();
        stored.features().forEach((feature, segments) -> {
            Segment now = covering(segments, at);
            if (now != null
                    && now.outcome().source().kind() == Source.Kind.OVERRIDE
                    && !saysTheSame(now, covering(again.features().get(feature), at))) {
                overridden.put(now.outcome().source().ref(), feature.value());
            }
        });
        return overridden;
    }

    private static boolean saysTheSame(Segment one, @Nullable Segment other) {
        return other != null && one.saysTheSame(other);
    }

    private static List<String> differing(Timeline stored, Timeline again) {
        var features = new TreeSet<FeatureKey>(stored.features().keySet());
        features.addAll(again.features().keySet());
        return features.stream()
                .filter(feature -> !java.util.Objects.equals(
                        stored.features().get(feature), again.features().get(feature)))
                .map(FeatureKey::value)
                .toList();
    }

    private Found expired(Stale stale, String override, String feature, AtRisk forgone) {
        return found(
                BreakType.OVERRIDE_EXPIRED_ACTIVE,
                Side.LEAKAGE,
                stale,
                stale.customer() + "/" + override,
                "The override " + override + " has ended and " + feature + " is answered by it all the same",
                forgone,
                feature);
    }

    private Found stale(Stale stale, Access access, Worth running) {
        boolean all = access.isDeniedSome() != access.isAllowedSome() && isWhole(stale);
        return found(
                BreakType.STALE_RESOLUTION,
                access.isGivenAway() && !access.isBlocked() ? Side.LEAKAGE : Side.CUSTOMER_HARM,
                stale,
                stale.customer().value(),
                "What is answered is not what its facts come to"
                        + (access.isSame() ? ", now or at another time" : ": " + String.join(", ", access.features())),
                all ? AtRisk.of(running) : new AtRisk.Unknown(),
                access.shown());
    }

    /** One of the two gives nothing at all now: then what is at stake is all that is paid. */
    private boolean isWhole(Stale stale) {
        return granted(stale.stored()) == 0 || granted(stale.again().timeline()) == 0;
    }

    private long granted(@Nullable Timeline timeline) {
        return timeline == null
                ? 0
                : timeline.features().values().stream()
                        .map(segments -> covering(segments, at))
                        .filter(segment -> segment != null && segment.outcome() instanceof Segment.Outcome.Granted)
                        .count();
    }

    private Found found(
            BreakType type, Side side, Stale stale, String ref, String detail, AtRisk money, @Nullable String feature) {
        CustomerKey customer = stale.customer();
        return new Found(
                type,
                side,
                type + ":" + ref,
                customer.value(),
                null,
                detail,
                money,
                false,
                null,
                new Evidence(null, null, List.of(), feature, at, stale.version(), null));
    }

    private static @Nullable Segment covering(@Nullable List<Segment> segments, Instant at) {
        if (segments != null) {
            for (Segment segment : segments) {
                if (segment.covers(at)) {
                    return segment;
                }
            }
        }
        return null;
    }
}
