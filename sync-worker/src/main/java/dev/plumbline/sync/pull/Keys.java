package dev.plumbline.sync.pull;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Keys for what has only a name: readable, allowed in a catalog, and each given once. */
final class Keys {
    private static final int LONGEST = 60;
    /** What OFREP clients put behind a feature's key (04): a feature that ends so may be taken for a part of another. */
    private static final List<String> SUFFIXES = List.of(".limit", ".remaining", ".level", ".details");

    private final Set<String> taken;

    Keys(Set<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    /** From a name, else from what else there is: a name may be all emoji. */
    String next(String name, String otherwise) {
        String key = slug(name);
        return free(key.isEmpty() ? slug(otherwise) : key);
    }

    String nextFeature(String wanted) {
        return free(feature(wanted));
    }

    /** As it is, where a feature may be called so. */
    static String feature(String wanted) {
        String key = wanted.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]+", "_");
        for (String suffix : SUFFIXES) {
            if (key.endsWith(suffix)) {
                key = key.substring(0, key.length() - suffix.length()) + '_' + suffix.substring(1);
            }
        }
        key = key.isEmpty() || key.charAt(0) < 'a' || key.charAt(0) > 'z' ? "f_" + key : key;
        return key.substring(0, Math.min(key.length(), LONGEST));
    }

    private String free(String wanted) {
        String base = wanted.isEmpty() ? "unnamed" : wanted;
        String key = base;
        for (int i = 2; !taken.add(key); i++) {
            key = base + "_" + i;
        }
        return key;
    }

    private static String slug(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+", "");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST));
        return cut.replaceAll("_+$", "");
    }
}
