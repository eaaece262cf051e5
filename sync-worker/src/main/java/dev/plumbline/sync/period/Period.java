package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.http.Refusal;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Locale;

/**
 * A month as finance closes it.
 *
 * @param version of the pack that is prepared, reviewed or locked; 0 before the first
 */
record Period(YearMonth month, State state, int version) {
    private static final int FROM = 2000;
    private static final int UNTIL = 2200;

    /** In the order of a month's life; a reopened one is prepared again. */
    enum State {
        OPEN,
        PREPARED,
        REVIEWED,
        LOCKED,
        REOPENED;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String key) {
            return valueOf(key.toUpperCase(Locale.ROOT));
        }
    }

    static YearMonth month(String text) {
        try {
            YearMonth month = YearMonth.parse(text);
            if (month.getYear() >= FROM
                    && month.getYear() < UNTIL
                    && month.toString().equals(text)) {
                return month;
            }
        } catch (DateTimeException notOne) {
            // said below
        }
        throw Refusal.ofParameter("period", "It is a month such as 2026-11");
    }
}
