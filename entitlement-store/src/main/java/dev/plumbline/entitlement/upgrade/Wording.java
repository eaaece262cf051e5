package dev.plumbline.entitlement.upgrade;

import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values as people say them: {@code 400 invoices a month}, {@code unlimited projects}, {@code dedicated-manager}. */
public final class Wording {
    private Wording() {}

    /** By itself, where the feature's name is beside it: {@code yes}, {@code no}, {@code 400 a month}, {@code email}. */
    public static String value(@Nullable Allowance allowance) {
        return switch (allowance) {
            case null -> "no";
            case Allowance.Switched() -> "yes";
            case Allowance.Level level -> level.name();
            case Allowance.Quantity(var limit) -> number(limit);
            case Allowance.Metered metered ->
                number(metered.limit()) + " " + stretch(metered.window()) + atLimit(metered);
        };
    }

    /** With the name of what it is of. */
    public static String value(Feature feature, @Nullable Allowance allowance) {
        return switch (allowance) {
            case null -> "no " + feature.name();
            case Allowance.Switched() -> feature.name();
            case Allowance.Level level -> feature.name() + " " + level.name();
            case Allowance.Quantity(var limit) -> number(limit) + " " + thing(feature, limit);
            case Allowance.Metered metered ->
                number(metered.limit()) + " " + thing(feature, metered.limit()) + " " + stretch(metered.window())
                        + atLimit(metered);
        };
    }

    public static String number(Limit limit) {
        return switch (limit) {
            case Limit.UpTo(var amount) -> amount.toPlainString();
            case Limit.Unlimited() -> "unlimited";
        };
    }

    private static String atLimit(Allowance.Metered metered) {
        return switch (metered.onLimit()) {
            case BLOCK -> "";
            case OVERAGE -> ", then overage";
            case WARN -> ", then a warning";
        };
    }

    /** Units are written in the singular; abbreviations such as GB have no plural. */
    private static String thing(Feature feature, Limit limit) {
        var unit = feature.about().unit();
        if (unit == null) {
            return "of " + feature.name();
        }
        var isOne = limit instanceof Limit.UpTo(var amount) && amount.compareTo(BigDecimal.ONE) == 0;
        var last = unit.charAt(unit.length() - 1);
        return isOne || last == 's' || !Character.isLowerCase(last) ? unit : unit + "s";
    }

    public static String stretch(Window window) {
        return switch (window) {
            case Window.Calendar calendar -> every(calendar.every());
            case Window.Billing(var every) -> every(every);
            case Window.Rolling(var length) -> "in any " + length(length);
        };
    }

    private static String every(Period period) {
        var months = period.toTotalMonths();
        var days = period.get(ChronoUnit.DAYS);
        if (days == 0) {
            return months % 12 == 0 ? every(months / 12, "year") : every(months, "month");
        }
        if (months != 0) {
            return "every " + period;
        }
        return days % 7 == 0 ? every(days / 7, "week") : every(days, "day");
    }

    private static String every(long count, String unit) {
        return count == 1 ? "a " + unit : "every " + count + " " + unit + "s";
    }

    private static String length(Duration length) {
        if (length.toSeconds() % 3600 != 0) {
            return length.toString();
        }
        var hours = length.toHours();
        return hours > 24 && hours % 24 == 0 ? count(hours / 24, "day") : count(hours, "hour");
    }

    private static String count(long count, String unit) {
        return count == 1 ? unit : count + " " + unit + "s";
    }
}
