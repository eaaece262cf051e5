package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.Sellable;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What versions of plans and of add-ons have in common: their numbers, and when each is on sale. */
final class VersionReader {
    private VersionReader() {}

    /** A number that comes twice is refused. */
    static NavigableMap<Integer, Spot> byNumber(Spot holder) {
        var versions = new TreeMap<Integer, Spot>();
        for (var at : holder.items("versions")) {
            // To JSON Schema 2.0 is an integer; to people it is a version scheme that would end in 1.10.
            var named = at.get("version");
            if (named != null && !named.node().isIntegralNumber()) {
                named.refuse(ProblemCode.WRONG_TYPE, "A version is a whole number: 1, 2, 3");
            }
            var number = at.node().path("version").asInt();
            if (versions.putIfAbsent(number, at) != null) {
                at.refuse(
                        ProblemCode.DUPLICATE_VERSION,
                        "Version " + number + " is here twice; a changed version is a new one, with the next number");
            }
        }
        return versions;
    }

    /** A version without an end is sold until the next one begins. */
    static Map<Integer, Sellable> sellable(NavigableMap<Integer, Spot> versions) {
        var sellable = new TreeMap<Integer, Sellable>();
        Instant next = null;
        for (var version : versions.descendingMap().entrySet()) {
            var at = version.getValue();
            var window = at.get("sellable");
            var from = window == null ? null : window.map("from", Times::instant);
            var until = window == null ? null : window.map("until", Times::instant);
            if (from == null && !version.getKey().equals(versions.firstKey())) {
                at.refuse(
                        ProblemCode.SELLABLE_MISSING,
                        "Say from when this version is sold: sellable: { from: 2026-04-01 }");
            }
            if (next != null && until != null) {
                checkMeets(window, version.getKey(), until, next);
            }
            var ends = until != null ? until : next;
            if (from != null && ends != null && !from.isBefore(ends)) {
                at.refuse(
                        until == null ? ProblemCode.SELLABLE_OVERLAP : ProblemCode.SELLABLE_EMPTY,
                        "Version " + version.getKey() + " would be sold from " + from + " until " + ends
                                + "; it has to end after it begins, and versions to follow each other");
            }
            sellable.put(version.getKey(), new Sellable(from, ends));
            next = from;
        }
        return sellable;
    }

    private static void checkMeets(@Nullable Spot window, int number, Instant until, Instant next) {
        var at = window == null ? null : window.get("until");
        if (at == null || until.equals(next)) {
            return;
        }
        var facts = "Version " + number + " is sold until " + until + ", the next from " + next;
        if (until.isBefore(next)) {
            at.refuse(
                    ProblemCode.SELLABLE_GAP,
                    facts + ": nobody can buy in between; make them equal, or leave until out");
        } else {
            at.refuse(
                    ProblemCode.SELLABLE_OVERLAP,
                    facts + ": both are sold in between; make them equal, or leave until out");
        }
    }
}
