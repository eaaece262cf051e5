package dev.plumbline.connectors;

/** Text that PostgreSQL can keep: it refuses NUL and half of a surrogate pair, in text and in jsonb (case F-33). */
public final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isRefusedAt(text, i)) {
                return false;
            }
        }
        return true;
    }

    /** The text itself, or a copy with each refused character replaced, so that lengths and order stay. */
    public static String of(String text) {
        if (is(text)) {
            return text;
        }
        StringBuilder storable = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isRefusedAt(text, i)) {
                storable.setCharAt(i, REPLACEMENT);
            }
        }
        return storable.toString();
    }

    private static boolean isRefusedAt(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c == 0;
    }
}
