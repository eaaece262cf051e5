package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Allowance.OnLimit;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.usage.Window;
import dev.plumbline.entitlement.usage.Windows;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Layer 9: usage and the request against what the segment of the instant allows. Done at read; nothing of it is stored. */
public final class Decider {
    static final String LAYER = "9 usage";

    private Decider() {}

    public static Decision decide(Feature feature, Segment segment, Usage usage, Request request, Instant at) {
        var answer = new Answer(feature, segment, usage, at);
        return switch (segment.outcome()) {
            case Outcome.Denied denied -> answer.denied(denied.reason());
            case Outcome.Granted granted ->
                switch (granted.allowance()) {
                    case Allowance.Switched() -> answer.plain(granted.reason());
                    case Allowance.Quantity(var limit) ->
                        answer.quantity(limit, refusal(limit, request), granted.reason());
                    case Allowance.Level(var name, var rank) ->
                        answer.level(
                                name,
                                isTooLow(feature, rank, request.level()) ? Reason.LEVEL_TOO_LOW : granted.reason());
                    case Allowance.Metered metered -> answer.metered(metered, request, granted.reason());
                };
        };
    }

    /** Denied for a reason that is nobody's but the reader's: what it knows is not fresh enough for this. */
    public static Decision withhold(Feature feature, Segment segment, Usage usage, Reason why, Instant at) {
        return new Answer(feature, segment, usage, at).denied(why);
    }

    /** The explanation with what usage and the request made of it. */
    public static Explanation explain(Explanation explanation, Decision decision) {
        if (decision.reason().isGrant() && decision.used() == null) {
            return explanation;
        }
        var outcome = explanation.segment().outcome();
        var layers = new ArrayList<>(explanation.layers());
        layers.add(new Explanation.Layer(
                LAYER,
                decision.source(),
                Words.of(outcome),
                decision.hasAccess() ? Words.of(outcome) : null,
                decision.reason() != outcome.reason(),
                Words.usage(decision)));
        return new Explanation(explanation.segment(), layers, explanation.facts());
    }

    private static @Nullable Reason refusal(Limit limit, Request request) {
        if (!(limit instanceof Limit.UpTo(var most))) {
            return null;
        }
        var requested = request.requested();
        if (requested != null && requested.compareTo(most) > 0) {
            return Reason.REQUEST_EXCEEDS_LIMIT;
        }
        return most.signum() == 0 ? Reason.LIMIT_REACHED : null;
    }

    private static boolean isTooLow(Feature feature, int rank, @Nullable String wanted) {
        if (wanted == null || !(feature instanceof Feature.Level level)) {
            return false;
        }
        var wantedRank = level.levels().indexOf(wanted);
        return wantedRank < 0 || wantedRank > rank;
    }

    private record Answer(Feature feature, Segment segment, Usage usage, Instant at) {
        Decision denied(Reason reason) {
            return switch (feature) {
                case Feature.Switch _ -> plain(reason);
                case Feature.Quantity _ -> quantity(new Limit.UpTo(BigDecimal.ZERO), reason, reason);
                case Feature.Level level -> level(level.levels().getFirst(), reason);
                case Feature.Metered _ -> counted(reason, BigDecimal.ZERO, null);
            };
        }

        Decision plain(Reason reason) {
            return decision(reason, null, false, null, null, null, null, null);
        }

        Decision quantity(Limit limit, @Nullable Reason refusal, Reason granted) {
            return decision(
                    refusal == null ? granted : refusal,
                    number(limit),
                    limit instanceof Limit.Unlimited,
                    null,
                    null,
                    null,
                    null,
                    null);
        }

        Decision level(String level, Reason reason) {
            return decision(reason, null, false, null, null, null, level, null);
        }

        Decision metered(Allowance.Metered metered, Request request, Reason granted) {
            var window = Windows.at(metered.window(), metered.anchor(), at);
            var limit = withRollover(metered);
            var refusal = limit == null || metered.onLimit() != OnLimit.BLOCK
                    ? null
                    : overuse(limit, usage.used(), request.requested());
            return counted(
                    refusal == null ? granted : refusal,
                    limit,
                    metered.window() instanceof Window.Rolling
                            ? new Windows.Span(window.start(), Instant.MAX)
                            : window);
        }

        private @Nullable BigDecimal withRollover(Allowance.Metered metered) {
            var limit = number(metered.limit());
            var most = metered.rolloverMax();
            var left = usage.unusedBefore();
            if (limit == null || most == null || left == null) {
                return limit;
            }
            return limit.add(most.min(left));
        }

        private static @Nullable Reason overuse(BigDecimal limit, BigDecimal used, @Nullable BigDecimal requested) {
            if (requested != null && requested.compareTo(limit) > 0) {
                return Reason.REQUEST_EXCEEDS_LIMIT;
            }
            if (used.compareTo(limit) >= 0) {
                return Reason.LIMIT_REACHED;
            }
            return requested != null && used.add(requested).compareTo(limit) > 0 ? Reason.REQUEST_EXCEEDS_LIMIT : null;
        }

        private Decision counted(Reason reason, @Nullable BigDecimal limit, Windows.@Nullable Span window) {
            var used = usage.used();
            return decision(
                    reason,
                    limit,
                    limit == null,
                    used,
                    limit == null ? null : limit.subtract(used).max(BigDecimal.ZERO),
                    limit == null ? BigDecimal.ZERO : used.subtract(limit).max(BigDecimal.ZERO),
                    null,
                    window);
        }

        private Decision decision(
                Reason reason,
                @Nullable BigDecimal limit,
                boolean unlimited,
                @Nullable BigDecimal used,
                @Nullable BigDecimal remaining,
                @Nullable BigDecimal overage,
                @Nullable String level,
                Windows.@Nullable Span window) {
            return new Decision(
                    feature.key(),
                    feature.type(),
                    reason.isGrant(),
                    reason,
                    segment.outcome().source(),
                    limit,
                    unlimited,
                    used,
                    remaining,
                    overage,
                    level,
                    window == null ? null : window.start(),
                    window == null ? null : orNever(window.end()),
                    segment.phase(),
                    validUntil(window));
        }

        private @Nullable Instant validUntil(Windows.@Nullable Span window) {
            var end = segment.until();
            return orNever(window != null && window.end().isBefore(end) ? window.end() : end);
        }

        private static @Nullable Instant orNever(Instant end) {
            return end.equals(Instant.MAX) ? null : end;
        }

        private static @Nullable BigDecimal number(Limit limit) {
            return limit instanceof Limit.UpTo(var most) ? most : null;
        }
    }
}
