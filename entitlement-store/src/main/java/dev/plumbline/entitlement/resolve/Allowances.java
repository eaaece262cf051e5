package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.Amount;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.MergeRule;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Allowance.OnLimit;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From what is written in the catalog to what a customer gets, and how two of them become one. */
final class Allowances {
    static final Allowance ON = new Allowance.Switched();
    static final Limit UNLIMITED = new Limit.Unlimited();

    private Allowances() {}

    /**
     * Null for nothing: a switch that is off, a grant that lacks what it needs.
     *
     * @param billed how many billing says
     */
    static @Nullable Allowance of(Grant grant, @Nullable BigDecimal billed, @Nullable Instant anchor) {
        return switch (grant) {
            case Grant.Switch(var on) -> on ? ON : null;
            case Grant.Level(var name, var rank) -> new Allowance.Level(name, rank);
            case Grant.Quantity quantity -> new Allowance.Quantity(howMany(quantity, billed));
            case Grant.Metered metered -> metered(metered, anchor);
            case Grant.Add _ -> null;
        };
    }

    private static Limit howMany(Grant.Quantity grant, @Nullable BigDecimal billed) {
        var fixed = grant.limit();
        var many = Boolean.TRUE.equals(grant.fromBilling()) && billed != null ? billed : BigDecimal.ZERO;
        if (fixed instanceof Amount.Unlimited) {
            return UNLIMITED;
        }
        if (fixed instanceof Amount.UpTo(var value)) {
            many = value;
        }
        return new Limit.UpTo(grant.atLeast() == null ? many : many.max(grant.atLeast()));
    }

    private static @Nullable Allowance metered(Grant.Metered grant, @Nullable Instant anchor) {
        if (grant.limit() == null || grant.window() == null) {
            return null;
        }
        return new Allowance.Metered(
                limit(grant.limit()),
                grant.window(),
                grant.window() instanceof Window.Billing ? anchor : null,
                onLimit(grant.onLimit()),
                grant.warnAt() == null ? List.of() : grant.warnAt(),
                grant.rolloverMax());
    }

    static Limit limit(Amount amount) {
        return switch (amount) {
            case Amount.UpTo(var value) -> new Limit.UpTo(value);
            case Amount.Unlimited() -> UNLIMITED;
        };
    }

    private static OnLimit onLimit(dev.plumbline.entitlement.model.@Nullable OnLimit named) {
        return switch (named) {
            case null -> OnLimit.BLOCK;
            case BLOCK -> OnLimit.BLOCK;
            case OVERAGE -> OnLimit.OVERAGE;
            case WARN -> OnLimit.WARN;
        };
    }

    /** Whether two limits are for the same stretch of time and may be compared and added. */
    static boolean sameWindow(Allowance a, Allowance b) {
        return !(a instanceof Allowance.Metered x && b instanceof Allowance.Metered y)
                || x.window().equals(y.window());
    }

    /**
     * The better of two, which is never worse than either in any respect (law L-3); the first when they are equal or cannot be
     * compared. What is the same as the first is the first, so a caller sees by identity that nothing changed.
     */
    static Allowance best(Allowance a, Allowance b) {
        if (a instanceof Allowance.Metered x && b instanceof Allowance.Metered y) {
            if (!sameWindow(a, b)) {
                return a;
            }
            return isMore(b, a) ? eased(y, x) : eased(x, y);
        }
        return isMore(b, a) ? b : a;
    }

    /** Whether the first gives more than the second; not when they cannot be compared. */
    static boolean isMore(Allowance a, Allowance b) {
        return switch (a) {
            case Allowance.Level x when b instanceof Allowance.Level y -> x.rank() > y.rank();
            case Allowance.Quantity x when b instanceof Allowance.Quantity y -> compare(x.limit(), y.limit()) > 0;
            case Allowance.Metered x
            when b instanceof Allowance.Metered y && sameWindow(a, b) -> compare(x.limit(), y.limit()) > 0;
            default -> false;
        };
    }

    static Allowance merge(MergeRule rule, Allowance a, Allowance b) {
        return switch (rule) {
            case SUM -> sum(a, b);
            case REPLACE -> a;
            case ANY, MAX, HIGHEST -> best(a, b);
        };
    }

    /** Both together. */
    static Allowance sum(Allowance a, Allowance b) {
        return switch (a) {
            case Allowance.Quantity x
            when b instanceof Allowance.Quantity y -> new Allowance.Quantity(plus(x.limit(), y.limit()));
            case Allowance.Metered x
            when b instanceof Allowance.Metered y && sameWindow(a, b) ->
                limited(eased(x, y), plus(x.limit(), y.limit()));
            default -> best(a, b);
        };
    }

    static Allowance plus(Allowance base, Limit more) {
        return switch (base) {
            case Allowance.Quantity(var limit) -> new Allowance.Quantity(plus(limit, more));
            case Allowance.Metered metered -> limited(metered, plus(metered.limit(), more));
            case Allowance.Switched _, Allowance.Level _ -> base;
        };
    }

    static Allowance.Metered limited(Allowance.Metered metered, Limit limit) {
        return new Allowance.Metered(
                limit, metered.window(), metered.anchor(), metered.onLimit(), metered.warnAt(), metered.rolloverMax());
    }

    /** Billing windows are counted from there; all else stays as it is. */
    static @Nullable Allowance countedFrom(Instant anchor, @Nullable Allowance allowance) {
        return allowance instanceof Allowance.Metered metered && metered.window() instanceof Window.Billing
                ? anchored(metered, anchor)
                : allowance;
    }

    static Allowance.Metered anchored(Allowance.Metered metered, Instant anchor) {
        return new Allowance.Metered(
                metered.limit(), metered.window(), anchor, metered.onLimit(), metered.warnAt(), metered.rolloverMax());
    }

    /** The winner, but no harder at its limit than the other would have been. */
    private static Allowance.Metered eased(Allowance.Metered winner, Allowance.Metered other) {
        var onLimit = other.onLimit().compareTo(winner.onLimit()) > 0;
        var rollover = isGreater(other.rolloverMax(), winner.rolloverMax());
        var anchor = winner.anchor() == null && other.anchor() != null;
        if (!onLimit && !rollover && !anchor) {
            return winner;
        }
        return new Allowance.Metered(
                winner.limit(),
                winner.window(),
                anchor ? other.anchor() : winner.anchor(),
                onLimit ? other.onLimit() : winner.onLimit(),
                winner.warnAt(),
                rollover ? other.rolloverMax() : winner.rolloverMax());
    }

    private static boolean isGreater(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        return a != null && (b == null || a.compareTo(b) > 0);
    }

    private static int compare(Limit a, Limit b) {
        if (a instanceof Limit.UpTo(var x) && b instanceof Limit.UpTo(var y)) {
            return x.compareTo(y);
        }
        return Boolean.compare(a instanceof Limit.Unlimited, b instanceof Limit.Unlimited);
    }

    private static Limit plus(Limit a, Limit b) {
        return a instanceof Limit.UpTo(var x) && b instanceof Limit.UpTo(var y) ? new Limit.UpTo(x.add(y)) : UNLIMITED;
    }

    static Limit times(Limit limit, long count) {
        return limit instanceof Limit.UpTo(var amount)
                ? new Limit.UpTo(amount.multiply(BigDecimal.valueOf(count)))
                : limit;
    }
}
