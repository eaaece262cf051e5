package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.migration.Fate;
import dev.plumbline.entitlement.migration.Fate.Outcome;
import dev.plumbline.entitlement.migration.Fates.Sought;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of one customer, or will.
 *
 * @param outcome PENDING as long as it is to be moved
 * @param effectiveAt when its pin moves; null for one that stays as it is
 * @param changes what it gains and loses: feature, kind, before, after, from
 */
public record OutcomeView(
        String customer,
        String outcome,
        @Nullable String why,
        @Nullable String detail,
        @Nullable Integer wave,
        @Nullable Instant effectiveAt,
        List<JsonNode> changes,
        @Nullable Instant at) {
    private static final String PENDING = "PENDING";

    static OutcomeView of(Fate fate) {
        return new OutcomeView(
                fate.customer(),
                fate.outcome() == null ? PENDING : fate.outcome().name(),
                fate.why(),
                fate.detail(),
                fate.wave(),
                fate.effectiveAt(),
                fate.changes(),
                fate.at());
    }

    @Nullable
    Object[] cells() {
        return new @Nullable Object[] {customer, outcome, why, detail, wave, effectiveAt, inWords(), at};
    }

    /** For a table: {@code sso lost: yes → no; seats limit up: 5 → 10}. That only the reason is another one is no gain and no loss. */
    public String inWords() {
        return changes.stream()
                .filter(change -> !change.path("kind").asString("").equals("REASON"))
                .map(change -> change.path("feature").asString("") + " "
                        + change.path("kind")
                                .asString("")
                                .toLowerCase(Locale.ROOT)
                                .replace('_', ' ') + ": "
                        + change.path("before").asString("") + " → "
                        + change.path("after").asString(""))
                .collect(Collectors.joining("; "));
    }

    static Sought sought(
            @Nullable String outcome, @Nullable String why, @Nullable Boolean loses, @Nullable Integer wave) {
        boolean pending = PENDING.equalsIgnoreCase(outcome);
        return new Sought(
                outcome == null || pending ? null : outcome(outcome), pending ? Boolean.TRUE : null, why, loses, wave);
    }

    private static Outcome outcome(String given) {
        return Arrays.stream(Outcome.values())
                .filter(one -> one.name().equalsIgnoreCase(given))
                .findFirst()
                .orElseThrow(() -> Refusal.ofParameter("outcome", "It is pending, moved, skipped, failed or undone"));
    }
}
