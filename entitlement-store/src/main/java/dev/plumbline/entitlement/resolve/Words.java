package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.usage.Window;
import org.jspecify.annotations.Nullable;

/** Values as an explanation says them. */
final class Words {
    private Words() {}

    static @Nullable String of(Outcome outcome) {
        return outcome instanceof Outcome.Granted granted ? of(granted.allowance()) : null;
    }

    static @Nullable String of(@Nullable Allowance allowance) {
        return switch (allowance) {
            case null -> null;
            case Allowance.Switched() -> "on";
            case Allowance.Quantity(var limit) -> of(limit);
            case Allowance.Level level -> level.name();
            case Allowance.Metered m ->
                of(m.limit()) + " " + of(m.window())
                        + switch (m.onLimit()) {
                            case BLOCK -> "";
                            case OVERAGE -> ", then overage";
                            case WARN -> ", then a warning";
                        };
        };
    }

    static String of(Limit limit) {
        return switch (limit) {
            case Limit.UpTo(var amount) -> amount.toPlainString();
            case Limit.Unlimited() -> "unlimited";
        };
    }

    private static String of(Window window) {
        return switch (window) {
            case Window.Calendar(var every, var zone) -> "per calendar " + every + " in " + zone;
            case Window.Billing(var every) -> "per billing " + every;
            case Window.Rolling(var length) -> "in any " + length;
        };
    }

    static String usage(Decision decision) {
        var used = decision.used() == null ? "" : decision.used().toPlainString() + " used; ";
        return used + (decision.hasAccess() ? "allowed" : "denied: " + decision.reason());
    }
}
