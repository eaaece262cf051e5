package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.http.Refusal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a list's filter chose of a few words.
 *
 * @param chosen null for all of them
 */
public record Choice(List<String> words, @Nullable String chosen) {
    private static final int LONGEST = 100;

    /** @throws Refusal when it is none of them: somebody has changed the address by hand */
    public static Choice of(String parameter, @Nullable String given, List<String> words) {
        if (given != null && !words.contains(given)) {
            throw Refusal.ofParameter(parameter, "It is one of " + words);
        }
        return new Choice(words, given);
    }

    public boolean allows(String word) {
        return chosen == null || chosen.equals(word);
    }

    /** Whether a text has the part that is looked for, however it is written; null looks for nothing. */
    public static boolean has(String text, @Nullable String part) {
        return part == null || text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /** A part to look for. */
    public static @Nullable String part(String parameter, @Nullable String given) {
        if (given != null && given.length() > LONGEST) {
            throw Refusal.ofParameter(parameter, "It has at most " + LONGEST + " characters");
        }
        return given;
    }
}
