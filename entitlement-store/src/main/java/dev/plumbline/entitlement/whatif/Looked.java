package dev.plumbline.entitlement.whatif;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a draft does to one customer, but for what depends on how much was used: that is asked for a page at once. */
record Looked(List<Candidate> candidates, ListValue value) {
    static final Looked NOTHING = new Looked(List.of(), ListValue.NOTHING);

    Looked {
        candidates = List.copyOf(candidates);
    }

    /** @param over it is a change only if more than the limit was used of this; null for one that is certain */
    record Candidate(Change change, UsedUp.@Nullable Asked over, BigDecimal limit) {
        static Candidate certain(Change change) {
            return new Candidate(change, null, BigDecimal.ZERO);
        }

        boolean isTrue(Map<UsedUp.Asked, BigDecimal> used) {
            return over == null || used.getOrDefault(over, BigDecimal.ZERO).compareTo(limit) > 0;
        }
    }

    Stream<UsedUp.Asked> questions() {
        return candidates.stream().flatMap(candidate -> Stream.ofNullable(candidate.over()));
    }

    /** Of a feature it is told once that a customer is over its limit. */
    Impact decided(Map<UsedUp.Asked, BigDecimal> used) {
        if (candidates.isEmpty()) {
            return Impact.NONE;
        }
        var changes = new ArrayList<Change>(candidates.size());
        for (Candidate candidate : candidates) {
            Change change = candidate.change();
            boolean told = candidate.over() != null
                    && changes.stream()
                            .anyMatch(one -> one.kind() == Change.Kind.OVER_LIMIT
                                    && one.feature().equals(change.feature()));
            if (!told && candidate.isTrue(used)) {
                changes.add(change);
            }
        }
        return new Impact(changes, value);
    }
}
