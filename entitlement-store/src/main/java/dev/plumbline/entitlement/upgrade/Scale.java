package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Which of two allowances is more. Limits for stretches of different length are held against each other in the same time. */
final class Scale {
    private static final BigDecimal SECONDS_OF_A_DAY = new BigDecimal(86_400);
    private static final BigDecimal SECONDS_OF_A_MONTH = new BigDecimal("30.4375").multiply(SECONDS_OF_A_DAY);

    /** Rather a little more than too little. */
    private static final MathContext AT_LEAST = new MathContext(20, RoundingMode.CEILING);

    private Scale() {}

    static boolean isMore(@Nullable Allowance then, @Nullable Allowance now) {
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
        var by = compare(asOftenAs(now.window(), then.limit()), asOftenAs(then.window(), now.limit()));
        return by > 0 || (by == 0 && then.onLimit().compareTo(now.onLimit()) > 0);
    }

    private static int compare(Limit a, Limit b) {
        if (a instanceof Limit.UpTo(var x) && b instanceof Limit.UpTo(var y)) {
            return x.compareTo(y);
        }
        return Boolean.compare(a instanceof Limit.Unlimited, b instanceof Limit.Unlimited);
    }

    /** Each times the other's length: nothing is divided, so what is equal stays equal. */
    private static Limit asOftenAs(Window others, Limit limit) {
        return limit instanceof Limit.UpTo(var amount) ? new Limit.UpTo(amount.multiply(seconds(others))) : limit;
    }

    /** How many in the one window so many in the other come to. */
    static BigDecimal during(Window one, BigDecimal amount, Window other) {
        return one.equals(other) ? amount : amount.multiply(seconds(one)).divide(seconds(other), AT_LEAST);
    }

    private static BigDecimal seconds(Window window) {
        var seconds =
                switch (window) {
                    case Window.Calendar calendar -> seconds(calendar.every());
                    case Window.Billing(var every) -> seconds(every);
                    case Window.Rolling(var length) -> new BigDecimal(length.toSeconds());
                };
        return seconds.max(BigDecimal.ONE);
    }

    private static BigDecimal seconds(Period every) {
        var ofMonths = SECONDS_OF_A_MONTH.multiply(BigDecimal.valueOf(every.toTotalMonths()));
        return ofMonths.add(SECONDS_OF_A_DAY.multiply(BigDecimal.valueOf(every.get(ChronoUnit.DAYS))));
    }
}
