package dev.plumbline.entitlement.model.file;

import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Variation;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees that no two variations of a version disagree on one value for one customer, unless a priority decides. */
final class Variations {
    private Variations() {}

    static void check(Spot version, List<Variation> variations) {
        var spots = version.items("variations");
        var names = new HashSet<String>();
        for (var i = 0; i < variations.size(); i++) {
            var later = variations.get(i);
            if (!names.add(later.name())) {
                spots.get(i)
                        .refuse(
                                ProblemCode.DUPLICATE_NAME,
                                "There are two variations " + later.name() + "; rename one");
            }
            for (var earlier : variations.subList(0, i)) {
                checkPair(spots.get(i), earlier, later);
            }
        }
    }

    private static void checkPair(Spot at, Variation earlier, Variation later) {
        if (!canMeet(earlier, later) || priority(earlier) != priority(later)) {
            return;
        }
        var values = both(earlier, later);
        if (!values.isEmpty()) {
            at.refuse(
                    ProblemCode.VARIATIONS_CLASH,
                    "The variations " + earlier.name() + " and " + later.name() + " both set "
                            + String.join(", ", values)
                            + " and may both apply; give the one that shall win a higher priority");
        }
    }

    private static boolean canMeet(Variation a, Variation b) {
        var term = a.term() == null || b.term() == null || Objects.equals(a.term(), b.term());
        var market = a.market() == null
                || b.market() == null
                || !Collections.disjoint(a.market().countries(), b.market().countries());
        return term && market;
    }

    private static int priority(Variation variation) {
        return Objects.requireNonNullElse(variation.priority(), 0);
    }

    private static List<String> both(Variation a, Variation b) {
        return a.grants().entrySet().stream()
                .flatMap(entry -> {
                    var other = b.grants().get(entry.getKey());
                    var touched = new HashSet<>(other == null ? Set.of() : touched(other));
                    touched.retainAll(touched(entry.getValue()));
                    return touched.stream().map(field -> entry.getKey() + field);
                })
                .sorted()
                .toList();
    }

    /** The values that a grant sets, as the file names them behind the feature. */
    private static Set<String> touched(Grant grant) {
        var fields = new HashSet<String>();
        switch (grant) {
            case Grant.Switch _, Grant.Level _, Grant.Add _ -> fields.add("");
            case Grant.Quantity quantity -> {
                if (quantity.limit() != null || quantity.fromBilling() != null) {
                    fields.add(".limit");
                }
                if (quantity.limit() != null || quantity.atLeast() != null) {
                    fields.add(".atLeast");
                }
            }
            case Grant.Metered metered -> {
                name(fields, ".limit", metered.limit());
                name(fields, ".window", metered.window());
                name(fields, ".onLimit", metered.onLimit());
                name(fields, ".warnAt", metered.warnAt());
                name(fields, ".rollover", metered.rolloverMax());
            }
        }
        return fields;
    }

    private static void name(Set<String> fields, String field, @Nullable Object value) {
        if (value != null) {
            fields.add(field);
        }
    }
}
