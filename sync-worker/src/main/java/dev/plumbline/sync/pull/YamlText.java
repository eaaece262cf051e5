package dev.plumbline.sync.pull;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Text from outside as YAML reads it back, on one line, whatever is in it. */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*( [A-Za-z0-9_.-]+)*");
    /** Words that are no text to one reader or another. */
    private static final Set<String> WORDS =
            Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf");

    private static final int LONGEST_COMMENT = 160;

    private YamlText() {}

    /** A key or a value. */
    static String of(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : '"' + escaped(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** Within a comment: it can neither end it nor hide what follows. */
    static String inComment(String text) {
        String shown = escaped(text);
        int end = Math.min(shown.length(), LONGEST_COMMENT);
        return end == shown.length()
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, shown.codePointCount(0, end) - 1)) + "…";
    }

    /** Everything that a terminal or an editor would obey instead of showing it. */
    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED ->
                    escaped.append(c <= 0xFFFF ? "\\u%04X".formatted(c) : "\\U%08X".formatted(c));
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
