package dev.plumbline.sync.pull;

import java.time.Period;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What people call how often something is paid. */
final class Terms {
    private Terms() {}

    static @Nullable String of(@Nullable Period every) {
        if (every == null) {
            return null;
        }
        long months = every.toTotalMonths();
        return months > 0 ? ofMonths(months) : ofDays(every.get(ChronoUnit.DAYS));
    }

    private static String ofMonths(long months) {
        return switch ((int) months) {
            case 1 -> "monthly";
            case 3 -> "quarterly";
            case 6 -> "half-yearly";
            case 12 -> "yearly";
            default -> months % 12 == 0 ? "every-" + months / 12 + "-years" : "every-" + months + "-months";
        };
    }

    private static String ofDays(long days) {
        if (days == 1) {
            return "daily";
        }
        if (days == 7) {
            return "weekly";
        }
        return days % 7 == 0 ? "every-" + days / 7 + "-weeks" : "every-" + days + "-days";
    }
}
