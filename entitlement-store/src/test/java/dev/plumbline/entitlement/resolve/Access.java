package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Whether one answer leaves a customer at least what another did; written apart from the resolver's own comparison. */
final class Access {
    private Access() {}

    static boolean isAtLeast(Outcome after, Outcome before) {
        if (!(before instanceof Outcome.Granted had)) {
            return true;
        }
        if (!(after instanceof Outcome.Granted has)) {
            return false;
        }
        return isAtLeast(has.allowance(), had.allowance());
    }

    private static boolean isAtLeast(Allowance has, Allowance had) {
        return switch (had) {
            case Allowance.Switched _ -> true;
            case Allowance.Level level -> ((Allowance.Level) has).rank() >= level.rank();
            case Allowance.Quantity quantity -> isAtLeast(((Allowance.Quantity) has).limit(), quantity.limit());
            case Allowance.Metered metered -> {
                var now = (Allowance.Metered) has;
                yield isAtLeast(now.limit(), metered.limit())
                        && now.onLimit().compareTo(metered.onLimit()) >= 0
                        && orZero(now.rolloverMax()).compareTo(orZero(metered.rolloverMax())) >= 0;
            }
        };
    }

    private static boolean isAtLeast(Limit after, Limit before) {
        return after instanceof Limit.Unlimited
                || (after instanceof Limit.UpTo(var now)
                        && before instanceof Limit.UpTo(var was)
                        && now.compareTo(was) >= 0);
    }

    private static BigDecimal orZero(@Nullable BigDecimal number) {
        return number == null ? BigDecimal.ZERO : number;
    }
}
