package dev.plumbline.entitlement.model.file;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a misspelt name was meant to be. */
final class Nearest {
    private static final int FARTHEST = 2;

    private Nearest() {}

    /** {@code  (did you mean seats?)}, or nothing where no name is near. */
    static String hint(String word, Collection<String> known) {
        var nearest = of(word, known);
        return nearest == null ? "" : " (did you mean " + nearest + "?)";
    }

    /** Null when none is near: a wrong guess is worse than none. */
    static @Nullable String of(String word, Collection<String> known) {
        String nearest = null;
        // Of a short word two letters are most of it.
        var least = Math.min(FARTHEST, word.length() / 3) + 1;
        for (var name : known) {
            var distance = Math.abs(name.length() - word.length()) > FARTHEST
                    ? least
                    : distance(word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    /** Letters to add, remove or change (Levenshtein); two that are swapped count as one (as in {@code trail}). */
    private static int distance(String a, String b) {
        var d = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
