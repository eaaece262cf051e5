package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome.Granted;
import dev.plumbline.entitlement.resolve.Usage;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody with these facts has of a feature at an instant.
 *
 * @param decision on what is wished for
 * @param allowance what there is, before usage and wish; null for nothing
 */
public record Having(Decision decision, @Nullable Allowance allowance) {
    private static final BigDecimal DAYS_OF_A_MONTH = new BigDecimal("30.4375");
    private static final BigDecimal SECONDS_OF_A_DAY = new BigDecimal(86_400);

    static Having of(Model model, Facts facts, Wish wish) {
        Feature feature = wish.feature();
        var found = covering(Resolver.resolve(model, facts, feature, null), wish);
        var segment = wish.isValued() ? stoppingAtItsLimit(found) : found;
        var decision = Decider.decide(feature, segment, new Usage(wish.used(), null), wish.request(), wish.at());
        return new Having(decision, segment.outcome() instanceof Granted granted ? granted.allowance() : null);
    }

    private static Segment stoppingAtItsLimit(Segment segment) {
        if (!(segment.outcome() instanceof Granted(Allowance.Metered metered, var source, var reason))) {
            return segment;
        }
        var stopping = new Allowance.Metered(
                metered.limit(),
                metered.window(),
                metered.anchor(),
                Allowance.OnLimit.BLOCK,
                metered.warnAt(),
                metered.rolloverMax());
        return new Segment(segment.from(), segment.until(), new Granted(stopping, source, reason), segment.phase());
    }

    private static Segment covering(List<Segment> segments, Wish wish) {
        return segments.stream()
                .filter(segment -> segment.covers(wish.at()))
                .findFirst()
                .orElseGet(segments::getLast);
    }

    public boolean hasAccess() {
        return decision.hasAccess();
    }

    /** Whether it is worth having instead of that. */
    boolean isBetterThan(Having now, Wish wish) {
        if (!hasAccess() || (now.hasAccess() && wish.isNamed())) {
            return false;
        }
        return !now.hasAccess() || isMore(allowance, now.allowance);
    }

    private static boolean isMore(@Nullable Allowance then, @Nullable Allowance now) {
        if (now == null) {
            return then != null;
        }
        return switch (then) {
            case null -> false;
            case Allowance.Switched() -> false;
            case Allowance.Level level -> now instanceof Allowance.Level before && level.rank() > before.rank();
            case Allowance.Quantity(var limit) ->
                now instanceof Allowance.Quantity(var before) && compare(limit, before) > 0;
            case Allowance.Metered metered -> now instanceof Allowance.Metered before && isMore(metered, before);
        };
    }

    /** Of equal limits, the one that is easier at its end. */
    private static boolean isMore(Allowance.Metered then, Allowance.Metered now) {
        var by = then.window().equals(now.window())
                ? compare(then.limit(), now.limit())
                : compare(aDay(then), aDay(now));
        return by > 0 || (by == 0 && then.onLimit().compareTo(now.onLimit()) > 0);
    }

    private static int compare(Limit a, Limit b) {
        if (a instanceof Limit.UpTo(var x) && b instanceof Limit.UpTo(var y)) {
            return x.compareTo(y);
        }
        return Boolean.compare(a instanceof Limit.Unlimited, b instanceof Limit.Unlimited);
    }

    /** Limits for stretches of different length are held against each other by what they come to on an average day. */
    private static Limit aDay(Allowance.Metered metered) {
        if (!(metered.limit() instanceof Limit.UpTo(var amount))) {
            return metered.limit();
        }
        var days =
                switch (metered.window()) {
                    case Window.Calendar calendar -> days(calendar.every());
                    case Window.Billing(var every) -> days(every);
                    case Window.Rolling(var length) ->
                        new BigDecimal(length.toSeconds()).divide(SECONDS_OF_A_DAY, MathContext.DECIMAL64);
                };
        return days.signum() <= 0 ? metered.limit() : new Limit.UpTo(amount.divide(days, MathContext.DECIMAL64));
    }

    private static BigDecimal days(Period every) {
        var ofMonths = DAYS_OF_A_MONTH.multiply(BigDecimal.valueOf(every.toTotalMonths()));
        var days = BigDecimal.valueOf(every.get(ChronoUnit.DAYS));
        return ofMonths.add(days);
    }
}
