package dev.plumbline.cli.shell;

/**
 * Text from outside, made harmless for a terminal: a customer's name must not move the cursor, set the title, hide what stands
 * before it or turn the line around (S-12). What a terminal would obey is shown as it would be written in a program.
 */
final class Printable {
    private Printable() {}

    static String of(String text) {
        return text.codePoints().allMatch(Printable::isShown) ? text : escaped(text, false);
    }

    /** In JSON, where such characters stand inside strings only, and where this is what they are written like. */
    static String inJson(String json) {
        return json.codePoints().allMatch(c -> c == '\n' || isShown(c)) ? json : escaped(json, true);
    }

    private static String escaped(String text, boolean lines) {
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isShown(c) || (lines && c == '\n')) {
                escaped.appendCodePoint(c);
            } else {
                for (char half : Character.toChars(c)) {
                    escaped.append("\\u%04x".formatted((int) half));
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
