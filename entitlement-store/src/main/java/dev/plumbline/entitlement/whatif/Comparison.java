package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.whatif.Change.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two answers for one feature held side by side from an instant on, stretch by stretch. */
public final class Comparison {
    private Comparison() {}

    /**
     * A stretch of time in which the answers differ in a way that they did not before.
     *
     * @param before null where the feature is not in the model
     * @param after null where the feature is not in the model
     */
    record Difference(
            Kind kind,
            Instant from,
            @Nullable Segment before,
            @Nullable Segment after) {}

    /**
     * @param before contiguous and to the end of time; null where the feature is not in the model
     * @param after likewise
     */
    static List<Difference> of(@Nullable List<Segment> before, @Nullable List<Segment> after, Instant from) {
        if (before != null && before.equals(after)) {
            return List.of();
        }
        var found = new ArrayList<Difference>(2);
        var seen = EnumSet.noneOf(Kind.class);
        for (Instant at = from; at.isBefore(Instant.MAX); ) {
            Segment was = covering(before, at);
            Segment will = covering(after, at);
            Kind kind = kind(was, will);
            if (kind != null && seen.add(kind)) {
                found.add(new Difference(kind, at, was, will));
            }
            at = earlier(was, will);
        }
        return found;
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

    private static Instant earlier(@Nullable Segment a, @Nullable Segment b) {
        Instant first = a == null ? Instant.MAX : a.until();
        Instant second = b == null ? Instant.MAX : b.until();
        return first.isBefore(second) ? first : second;
    }

    /** Null when a check would answer the same. A feature that is new or gone and gives nothing changes no answer. */
    public static @Nullable Kind kind(@Nullable Segment before, @Nullable Segment after) {
        Allowance was = allowance(before);
        Allowance will = allowance(after);
        if (was == null && will == null) {
            return before == null || after == null || sameGrounds(before, after) ? null : Kind.REASON;
        }
        if (was == null) {
            return Kind.GAINED;
        }
        if (will == null) {
            return Kind.LOST;
        }
        Kind more = amount(was, will);
        return more != null || (before != null && after != null && sameGrounds(before, after)) ? more : Kind.REASON;
    }

    /** Null without access, and so also for none of a thing: a check denies it. */
    private static @Nullable Allowance allowance(@Nullable Segment segment) {
        if (segment == null || !(segment.outcome() instanceof Outcome.Granted granted)) {
            return null;
        }
        return switch (granted.allowance()) {
            case Allowance.Quantity(Limit limit) when isNone(limit) -> null;
            case Allowance.Metered metered
            when isNone(metered.limit()) && metered.onLimit() == Allowance.OnLimit.BLOCK -> null;
            case Allowance some -> some;
        };
    }

    private static boolean isNone(Limit limit) {
        return limit instanceof Limit.UpTo upTo && upTo.amount().signum() == 0;
    }

    private static boolean sameGrounds(Segment a, Segment b) {
        return a.outcome().reason() == b.outcome().reason()
                && a.outcome().source().equals(b.outcome().source())
                && a.phase() == b.phase();
    }

    private static @Nullable Kind amount(Allowance was, Allowance will) {
        return switch (was) {
            case Allowance.Level before when will instanceof Allowance.Level after -> level(before, after);
            case Allowance.Quantity before
            when will instanceof Allowance.Quantity after -> limit(before.limit(), after.limit());
            case Allowance.Metered before when will instanceof Allowance.Metered after -> metered(before, after);
            default -> was.equals(will) ? null : Kind.TERMS;
        };
    }

    /** The name is the answer; a rank that moved because other levels came is not. */
    private static @Nullable Kind level(Allowance.Level was, Allowance.Level will) {
        if (was.name().equals(will.name())) {
            return null;
        }
        return will.rank() == was.rank() ? Kind.TERMS : will.rank() > was.rank() ? Kind.LEVEL_UP : Kind.LEVEL_DOWN;
    }

    /** Limits of different windows are not more or less: 10 a day is not less than 100 a month. */
    private static @Nullable Kind metered(Allowance.Metered was, Allowance.Metered will) {
        Kind limit = was.window().equals(will.window()) ? limit(was.limit(), will.limit()) : null;
        return limit != null ? limit : was.equals(will) ? null : Kind.TERMS;
    }

    private static @Nullable Kind limit(Limit was, Limit will) {
        int change =
                switch (was) {
                    case Limit.Unlimited() -> will instanceof Limit.Unlimited ? 0 : -1;
                    case Limit.UpTo before ->
                        switch (will) {
                            case Limit.Unlimited() -> 1;
                            case Limit.UpTo after -> after.amount().compareTo(before.amount());
                        };
                };
        return change == 0 ? null : change > 0 ? Kind.LIMIT_UP : Kind.LIMIT_DOWN;
    }
}
