package dev.plumbline.entitlement.check.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts that people write and other people read. */
public final class Texts {
    private static final int LONGEST_LINK = 2_000;
    private static final int LONGEST_SOUGHT = 255;
    private static final Pattern SCHEME = Pattern.compile("^[^/?#]*:.*", Pattern.DOTALL);
    private static final Pattern WEB =
            Pattern.compile("^https?://[^\\s/?#@\\\\]+([/?#]\\S*)?$", Pattern.CASE_INSENSITIVE);

    private Texts() {}

    /** Where more is to be read: a web address, or the name of a ticket. */
    public static @Nullable String link(@Nullable String link) {
        if (link == null) {
            return null;
        }
        boolean bad = link.isBlank()
                || link.length() > LONGEST_LINK
                || link.chars().anyMatch(Character::isISOControl)
                || !isReadable(link)
                || (SCHEME.matcher(link).matches() && !WEB.matcher(link).matches());
        if (bad) {
            throw Refusal.ofBody(
                    "/link",
                    "It is an http or https address such as https://tickets.example/42, or a ticket such as INC-42");
        }
        return link;
    }

    /** A word by which others are known: a user, a term. */
    public static @Nullable String name(String pointer, @Nullable String name, int longest) {
        if (name != null
                && (name.isBlank()
                        || name.length() > longest
                        || name.chars().anyMatch(Character::isISOControl)
                        || !isReadable(name))) {
            throw Refusal.ofBody(pointer, "It has 1 to " + longest + " characters, none of them controls");
        }
        return name;
    }

    /** What a list is searched for. PostgreSQL has no text with a zero in it. */
    public static @Nullable String sought(String parameter, @Nullable String text) {
        if (text != null && (text.length() > LONGEST_SOUGHT || text.indexOf('\0') >= 0)) {
            throw Refusal.ofParameter(parameter, "It has at most " + LONGEST_SOUGHT + " characters, and no zero");
        }
        return text;
    }

    /** Half of a character pair cannot be stored, a control cannot be seen, and some make what follows read backwards. */
    static boolean isReadable(String text) {
        return text.codePoints()
                .noneMatch(character -> (Character.isISOControl(character) && "\n\r\t".indexOf(character) < 0)
                        || Character.getType(character) == Character.SURROGATE
                        || turnsText(character));
    }

    /** Embeddings, overrides and isolates of direction. Text in right-to-left scripts needs none of them. */
    static boolean turnsText(int character) {
        return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    }
}
