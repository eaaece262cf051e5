package dev.plumbline.sync.console.frame;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How pages say times, numbers and money: alike everywhere. All times are UTC, and say so where a table begins. */
public final class Words {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
    private static final int CENT = 2;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Instant now;

    Words(Instant now) {
        this.now = now;
    }

    /** Business time when this page was made. */
    public Instant now() {
        return now;
    }

    public String at(@Nullable Instant instant) {
        return instant == null ? "" : MINUTE.format(instant.atOffset(ZoneOffset.UTC));
    }

    public String second(@Nullable Instant instant) {
        return instant == null ? "" : SECOND.format(instant.atOffset(ZoneOffset.UTC));
    }

    public String day(@Nullable Instant instant) {
        return instant == null ? "" : DAY.format(instant.atOffset(ZoneOffset.UTC));
    }

    public String field(@Nullable Instant instant) {
        return Moments.forField(instant);
    }

    /** How far from now, in one unit: {@code in 5 days}, {@code 3 min ago}. */
    public String away(@Nullable Instant instant) {
        if (instant == null) {
            return "";
        }
        Duration distance = Duration.between(now, instant);
        return distance.isNegative() ? length(distance.negated()) + " ago" : "in " + length(distance);
    }

    public String length(@Nullable Duration duration) {
        if (duration == null) {
            return "";
        }
        if (duration.toDays() >= 2) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() >= 2) {
            return duration.toHours() + " h";
        }
        return duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    /** With the thousands set apart: {@code 1,200}. */
    public String number(@Nullable Number number) {
        if (number == null) {
            return "";
        }
        var format = new DecimalFormat("#,##0.##################", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return format.format(number);
    }

    /** Minor units as people write them: {@code 1,200.00 EUR}. */
    public String money(@Nullable Number minor, @Nullable String currency) {
        if (minor == null || currency == null) {
            return "unknown";
        }
        int digits = digits(currency);
        var format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(new BigDecimal(minor.toString()).movePointLeft(digits)) + " " + currency;
    }

    /** For the side of a picture, where there is no room for cents: {@code 1,200}. */
    public String whole(long minor, String currency) {
        return number(new BigDecimal(minor).movePointLeft(digits(currency)).setScale(0, RoundingMode.HALF_UP));
    }

    private static int digits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException notOfIso) {
            return CENT;
        }
    }

    /** How much of a limit is used, in hundredths of it, for a bar: never over the end. */
    public int share(@Nullable BigDecimal used, @Nullable BigDecimal limit) {
        if (used == null || limit == null || limit.signum() <= 0) {
            return used != null && used.signum() > 0 ? 100 : 0;
        }
        return used.multiply(HUNDRED)
                .divide(limit, 0, RoundingMode.CEILING)
                .min(HUNDRED)
                .max(BigDecimal.ZERO)
                .intValue();
    }

    /** A constant as people read it: {@code PAID_BUT_BLOCKED} is {@code paid but blocked}. */
    public String plain(@Nullable Object constant) {
        return constant == null
                ? ""
                : constant.toString().replace('_', ' ').replace('-', ' ').toLowerCase(Locale.ROOT);
    }

    public String json(@Nullable JsonNode node) {
        return node == null || node.isNull() ? "" : node.toPrettyString();
    }
}
