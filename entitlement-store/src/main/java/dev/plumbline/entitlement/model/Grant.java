package dev.plumbline.entitlement.model;

import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan version, variation, trial, add-on or promotion gives of one feature, as the file says it. A field that is
 * not named is null: a variation changes only what it names.
 */
public sealed interface Grant {
    record Switch(boolean on) implements Grant {}

    /** A level and its position among the feature's levels, 0 the lowest. */
    record Level(String name, int rank) implements Grant {}

    /**
     * A number of things: fixed, or as many as billing says.
     *
     * @param fromBilling take the quantity of the billed item
     */
    record Quantity(
            @Nullable Amount limit,
            @Nullable Boolean fromBilling,
            @Nullable BigDecimal atLeast) implements Grant {
        public Quantity {
            atLeast = plain(atLeast);
        }

        /** Naming a limit is another answer to "how many?" than billing's, and so takes its place whole; and the reverse. */
        Quantity over(Quantity base) {
            if (limit != null) {
                return this;
            }
            var floor = atLeast != null ? atLeast : base.atLeast;
            return fromBilling != null
                    ? new Quantity(null, fromBilling, floor)
                    : new Quantity(base.limit, base.fromBilling, floor);
        }
    }

    /** @param rolloverMax how much of what is left of the window before is carried into the next; null for nothing */
    record Metered(
            @Nullable Amount limit,
            @Nullable Window window,
            @Nullable OnLimit onLimit,
            @Nullable List<BigDecimal> warnAt,
            @Nullable BigDecimal rolloverMax)
            implements Grant {
        public Metered {
            warnAt = warnAt == null
                    ? null
                    : warnAt.stream().map(Grant::canonical).distinct().sorted().toList();
            rolloverMax = plain(rolloverMax);
        }

        Metered over(Metered base) {
            return new Metered(
                    limit != null ? limit : base.limit,
                    window != null ? window : base.window,
                    onLimit != null ? onLimit : base.onLimit,
                    warnAt != null ? warnAt : base.warnAt,
                    rolloverMax != null ? rolloverMax : base.rolloverMax);
        }
    }

    /**
     * An add-on's: so much more, for each one bought.
     *
     * @param window needed only by those whose plan gives nothing of the feature to add to
     */
    record Add(Amount amount, @Nullable Window window) implements Grant {}

    /** 0.8 and 0.80 are one number, so that two files that mean the same make equal models. */
    private static @Nullable BigDecimal plain(@Nullable BigDecimal number) {
        return number == null ? null : canonical(number);
    }

    private static BigDecimal canonical(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** This grant on top of another, field by field. */
    default Grant over(@Nullable Grant base) {
        if (this instanceof Quantity q && base instanceof Quantity b) {
            return q.over(b);
        }
        return this instanceof Metered m && base instanceof Metered b ? m.over(b) : this;
    }
}
