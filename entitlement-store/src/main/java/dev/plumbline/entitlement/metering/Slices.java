package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.usage.Window;
import dev.plumbline.entitlement.usage.Windows;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which slices of the log a decision about an allotment takes.
 *
 * @param before the window before, of which something may roll over; null when nothing can
 */
public record Slices(Slice now, @Nullable Slice before) {
    private static final Instant LATEST = Instant.MAX;

    /**
     * For a check of now: the whole window, so that what a sender's fast clock puts a moment ahead counts too.
     *
     * @param has of a feature that has a meter
     */
    public static Slices of(Allotment has, Allowance.Metered allowance, Instant at) {
        return of(has, allowance, at, LATEST);
    }

    /** What counts in the window of an instant. */
    public static Slice now(CustomerKey customer, Meter meter, Allowance.Metered allowance, Instant at) {
        Windows.Span window = Windows.at(allowance.window(), allowance.anchor(), at);
        return new Slice(
                customer, meter, window.start(), allowance.window() instanceof Window.Rolling ? LATEST : window.end());
    }

    /** For a question about another time: what was used by then. */
    public static Slices until(Allotment has, Allowance.Metered allowance, Instant at) {
        return of(has, allowance, at, at.plusNanos(1_000));
    }

    private static Slices of(Allotment has, Allowance.Metered allowance, Instant at, Instant end) {
        Meter meter = Objects.requireNonNull(has.feature().meter(), "What has no meter is not counted");
        Windows.Span window = Windows.at(allowance.window(), allowance.anchor(), at);
        if (allowance.window() instanceof Window.Rolling) {
            return new Slices(new Slice(has.customer(), meter, window.start(), end), null);
        }
        Instant until = window.end().isBefore(end) ? window.end() : end;
        Windows.Span before = Windows.at(
                allowance.window(), allowance.anchor(), window.start().minusNanos(1));
        return new Slices(
                new Slice(has.customer(), meter, window.start(), until),
                allowance.rolloverMax() == null || has.limitBefore() == null
                        ? null
                        : new Slice(has.customer(), meter, before.start(), before.end()));
    }

    /** What was left of the limit of the window before; null when there was none. */
    public static @Nullable BigDecimal unused(@Nullable BigDecimal limitBefore, @Nullable BigDecimal usedBefore) {
        return limitBefore == null || usedBefore == null
                ? null
                : limitBefore.subtract(usedBefore).max(BigDecimal.ZERO);
    }
}
