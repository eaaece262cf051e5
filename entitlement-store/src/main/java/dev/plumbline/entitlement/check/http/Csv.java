package dev.plumbline.entitlement.check.http;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as RFC 4180 writes it, in which no spreadsheet finds a formula (S-15, F-77). Quoting does not help against that: a
 * quoted cell that begins with = is a formula all the same.
 */
public final class Csv {
    public static final String TYPE = "text/csv";
    /** Also in their full-width form, which spreadsheets take for the narrow one. */
    private static final String FORMULA = "=+-@\t\r\n|%＝＋－＠";

    private Csv() {}

    /** One line with its end. Numbers and truth values stand as they are; null is an empty cell. */
    public static String line(@Nullable Object... cells) {
        return Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> quoted(harmless(value.toString()));
        };
    }

    /** A text in which no spreadsheet finds a formula, and no reader a character that hides or turns others. */
    public static String harmless(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints().filter(Csv::isHarmless).forEach(kept::appendCodePoint);
        boolean formula = begins(kept.toString()) || begins(kept.toString().stripLeading());
        return formula ? "'" + kept : kept.toString();
    }

    private static boolean begins(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    }

    private static boolean isHarmless(int character) {
        return (!Character.isISOControl(character) || character == '\n' || character == '\r' || character == '\t')
                && Character.getType(character) != Character.SURROGATE
                && !Texts.turnsText(character);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
