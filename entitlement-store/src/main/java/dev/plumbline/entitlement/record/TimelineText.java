package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import dev.plumbline.entitlement.resolve.Timeline;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes one timeline as JSON. By hand: a publish writes each of a million timelines to see whether it changed, and a general
 * writer took two fifths of that time.
 */
final class TimelineText {
    private final StringBuilder text = new StringBuilder(4096);
    /** A customer's features change at the same few instants. */
    private final Map<Instant, String> instants = new HashMap<>();

    String of(Timeline timeline) {
        text.append('{');
        timeline.features().forEach((feature, segments) -> {
            comma('{');
            string(feature.value());
            text.append(":[");
            segments.forEach(this::write);
            text.append(']');
        });
        return text.append('}').toString();
    }

    private void write(Segment segment) {
        comma('[');
        text.append('{');
        if (!segment.from().equals(Instant.MIN)) {
            property("from", instant(segment.from()));
        }
        if (!segment.until().equals(Instant.MAX)) {
            property("until", instant(segment.until()));
        }
        Outcome outcome = segment.outcome();
        literal("granted", outcome instanceof Outcome.Granted ? "true" : "false");
        property("reason", outcome.reason().name());
        property("source", outcome.source().kind().key());
        property("ref", outcome.source().ref());
        if (segment.phase() != null) {
            property("phase", segment.phase().name().toLowerCase(Locale.ROOT));
        }
        if (outcome instanceof Outcome.Granted granted) {
            write(granted.allowance());
        }
        text.append('}');
    }

    private void write(Allowance allowance) {
        switch (allowance) {
            case Allowance.Switched() -> property("type", "switch");
            case Allowance.Quantity(Limit limit) -> {
                property("type", "quantity");
                write(limit);
            }
            case Allowance.Level level -> {
                property("type", "level");
                property("level", level.name());
                literal("rank", Integer.toString(level.rank()));
            }
            case Allowance.Metered metered -> {
                property("type", "metered");
                write(metered.limit());
                write(metered.window());
                if (metered.anchor() != null) {
                    property("anchor", instant(metered.anchor()));
                }
                property("onLimit", metered.onLimit().name().toLowerCase(Locale.ROOT));
                warnAt(metered.warnAt());
                if (metered.rolloverMax() != null) {
                    literal("rolloverMax", number(metered.rolloverMax()));
                }
            }
        }
    }

    private void warnAt(List<BigDecimal> thresholds) {
        if (!thresholds.isEmpty()) {
            name("warnAt");
            text.append('[');
            for (BigDecimal threshold : thresholds) {
                comma('[');
                text.append(number(threshold));
            }
            text.append(']');
        }
    }

    private void write(Limit limit) {
        switch (limit) {
            case Limit.UpTo upTo -> literal("limit", number(upTo.amount()));
            case Limit.Unlimited() -> literal("unlimited", "true");
        }
    }

    private void write(Window window) {
        switch (window) {
            case Window.Calendar calendar -> {
                property("every", calendar.every().toString());
                property("zone", calendar.zone().getId());
            }
            case Window.Billing billing -> property("every", billing.every().toString());
            case Window.Rolling rolling -> property("rolling", rolling.length().toString());
        }
    }

    private String instant(Instant instant) {
        return instants.computeIfAbsent(instant, Instant::toString);
    }

    /** As JSON writes it: {@code 5E+9} is a number there too. */
    private static String number(BigDecimal number) {
        return number.toString();
    }

    private void property(String name, String value) {
        name(name);
        string(value);
    }

    private void literal(String name, String value) {
        name(name);
        text.append(value);
    }

    private void name(String name) {
        comma('{');
        text.append('"').append(name).append("\":");
    }

    /** Unless it is the first in its bracket. */
    private void comma(char bracket) {
        if (text.charAt(text.length() - 1) != bracket) {
            text.append(',');
        }
    }

    private void string(String value) {
        text.append('"');
        int plain = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                text.append(value, plain, i);
                escape(c);
                plain = i + 1;
            }
        }
        text.append(value, plain, value.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> text.append('\\').append(c);
            default -> text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
    }
}
