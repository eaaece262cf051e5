package dev.plumbline.entitlement.model.diff;

import dev.plumbline.entitlement.model.diff.Change.Effect;
import dev.plumbline.entitlement.model.diff.Change.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gathers what differs. */
final class Changes {
    private final List<Change> found = new ArrayList<>();

    List<Change> sorted() {
        return found.stream()
                .sorted(Comparator.comparing(Change::path).thenComparing(Change::kind))
                .toList();
    }

    /** A place in both models, and the words a sentence about it begins with. */
    record Place(String ref, String path, String subject) {
        Place at(String step, String itsSubject) {
            return new Place(ref, path + "/" + step, itsSubject);
        }
    }

    void added(Kind kind, Place at, String words, Effect effect) {
        add(kind, at, at.subject + " is new: " + words, null, words, effect);
    }

    void removed(Kind kind, Place at, String words, Effect effect) {
        add(kind, at, at.subject + " is gone; it was: " + words, words, null, effect);
    }

    /** Says nothing when the values are equal. */
    <T> void compare(
            Kind kind,
            Place at,
            @Nullable T before,
            @Nullable T after,
            Function<? super T, String> words,
            Effect effect) {
        if (!Objects.equals(before, after)) {
            say(
                    kind,
                    at,
                    before == null ? null : words.apply(before),
                    after == null ? null : words.apply(after),
                    effect);
        }
    }

    /** What differs, in words that may be alike: the caller compared the values. */
    void say(Kind kind, Place at, @Nullable String was, @Nullable String is, Effect effect) {
        String sentence;
        if (was == null) {
            sentence = at.subject + " becomes " + is + "; there was nothing";
        } else if (is == null) {
            sentence = at.subject + " was " + was + ", becomes nothing";
        } else {
            sentence = at.subject + " was " + was + ", becomes " + is;
        }
        add(kind, at, sentence, was, is, effect);
    }

    void add(Kind kind, Place at, String sentence, @Nullable String before, @Nullable String after, Effect effect) {
        found.add(new Change(kind, at.ref, at.path, sentence, before, after, effect));
    }

    /** What becomes of the things of a kind that have keys. */
    interface Fate<K, V> {
        void added(K key, V after);

        void removed(K key, V before);

        void kept(K key, V before, V after);
    }

    static <K extends Comparable<K>, V> void walk(Map<K, V> before, Map<K, V> after, Fate<K, V> fate) {
        var keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (var key : keys) {
            var was = before.get(key);
            var is = after.get(key);
            if (was == null && is != null) {
                fate.added(key, is);
            } else if (was != null && is == null) {
                fate.removed(key, was);
            } else if (was != null && is != null) {
                fate.kept(key, was, is);
            }
        }
    }

    /** For things that are compared as one value each. */
    static <K extends Comparable<K>, V> Fate<K, V> fate(
            BiConsumer<K, V> added, BiConsumer<K, V> removed, Kept<K, V> kept) {
        return new Fate<>() {
            @Override
            public void added(K key, V after) {
                added.accept(key, after);
            }

            @Override
            public void removed(K key, V before) {
                removed.accept(key, before);
            }

            @Override
            public void kept(K key, V before, V after) {
                kept.both(key, before, after);
            }
        };
    }

    interface Kept<K, V> {
        void both(K key, V before, V after);
    }
}
