package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.usage.Window;
import org.jspecify.annotations.Nullable;

/** An answer as people read it in a plan. */
final class InWords {
    private InWords() {}

    static String of(@Nullable Segment segment) {
        return segment == null
                ? "not in the model"
                : switch (segment.outcome()) {
                    case Outcome.Denied denied -> "no";
                    case Outcome.Granted granted -> of(granted.allowance());
                };
    }

    static String reason(@Nullable Segment segment) {
        return segment == null ? "FEATURE_UNKNOWN" : segment.outcome().reason().name();
    }

    private static String of(Allowance allowance) {
        return switch (allowance) {
            case Allowance.Switched() -> "yes";
            case Allowance.Quantity(Limit limit) -> of(limit);
            case Allowance.Level level -> level.name();
            case Allowance.Metered metered ->
                of(metered.limit()) + " " + of(metered.window())
                        + switch (metered.onLimit()) {
                            case BLOCK -> "";
                            case OVERAGE -> ", then overage";
                            case WARN -> ", then a warning";
                        };
        };
    }

    private static String of(Limit limit) {
        return switch (limit) {
            case Limit.UpTo upTo -> upTo.amount().toPlainString();
            case Limit.Unlimited() -> "unlimited";
        };
    }

    private static String of(Window window) {
        return switch (window) {
            case Window.Calendar calendar -> "per calendar " + calendar.every() + " in " + calendar.zone();
            case Window.Billing billing -> "per billing " + billing.every();
            case Window.Rolling rolling -> "in any " + rolling.length();
        };
    }
}
