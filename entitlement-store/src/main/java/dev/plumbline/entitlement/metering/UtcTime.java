package dev.plumbline.entitlement.metering;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Times as nearly everybody writes them, {@code 2026-11-21T10:00:00.123Z}: a tenth of what a parser of all forms takes. */
final class UtcTime {
    private static final int DAY = 86_400;
    private static final int MICROS = 6;

    private UtcTime() {}

    /** To the microsecond, cut off; null for any other form, which is not to say that it is none. */
    static @Nullable Instant read(String text) {
        int length = text.length();
        if (length < 20
                || length > 30
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(length - 1) != 'Z') {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int micros = micros(text, length - 1);
        boolean usual = year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 28 // the others need a calendar
                && hour >= 0
                && hour <= 23
                && minute >= 0
                && minute <= 59
                && second >= 0
                && second <= 59
                && micros >= 0;
        if (!usual) {
            return null;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(days * DAY + hour * 3_600L + minute * 60L + second, micros * 1_000L);
    }

    private static int micros(String text, int end) {
        if (end == 19) {
            return 0;
        }
        if (text.charAt(19) != '.' || end == 20 || number(text, 20, end) < 0) {
            return -1;
        }
        int micros = 0;
        for (int i = 20; i < 20 + MICROS; i++) {
            micros = micros * 10 + (i < end ? text.charAt(i) - '0' : 0);
        }
        return micros;
    }

    /** -1 when there is anything but digits. */
    private static int number(String text, int from, int until) {
        int number = 0;
        for (int i = from; i < until; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number & Integer.MAX_VALUE; // of nine digits only whether they are some
    }
}
