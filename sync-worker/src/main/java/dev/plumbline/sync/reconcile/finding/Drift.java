package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.entitlement.check.evidence.BreakType.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A difference that is real, and what it did to the answers. */
record Drift(Difference of, Access access) {
    private static final int NAMED = 5;

    /** @param item null when it is about the whole subject */
    Found found(BreakType type, Side side, @Nullable String item, String detail, Worth worth) {
        return found(type, side, item, detail, AtRisk.of(worth));
    }

    Found found(BreakType type, Side side, @Nullable String item, String detail, AtRisk money) {
        return new Found(
                type,
                side,
                type + ":" + of.subject() + (item == null ? "" : "/" + item),
                of.customer(),
                of.subject().id(),
                detail,
                money,
                of.outcome() == Difference.Outcome.REPAIRED,
                of.told().isEmpty() ? Found.Cause.MISSED : Found.Cause.TOLD,
                Findings.evidence(of).showing(access.shown()));
    }

    /** Nobody was harmed. A change that no delivery told of shows all the same that deliveries get lost (F-67, F-69). */
    List<Found> missed(@Nullable String item, String what) {
        return of.told().isEmpty()
                ? List.of(found(
                        BreakType.EVENT_MISSED,
                        Side.NEUTRAL,
                        item,
                        what + " changed, no delivery told of it, and nobody's access depended on it",
                        new AtRisk.NotMoney()))
                : List.of();
    }

    /** The customer itself changed there: its country, for example. What it is worth nobody can say. */
    List<Found> ofNoSubscription() {
        if (access.isDeniedSome()) {
            return List.of(found(
                    BreakType.PAID_BUT_BLOCKED,
                    Side.CUSTOMER_HARM,
                    null,
                    "It was denied " + features(),
                    new Worth.Unknown()));
        }
        if (access.isAllowedSome()) {
            return List.of(found(
                    BreakType.UNPAID_BUT_ACTIVE,
                    Side.LEAKAGE,
                    null,
                    "It was given " + features(),
                    new Worth.Unknown()));
        }
        return access.isSame() ? missed(null, "The customer") : List.of(limits(null, new Worth.Unknown()));
    }

    Found limits(@Nullable String item, Worth worth) {
        Side side = access.isBlocked() ? Side.CUSTOMER_HARM : access.isGivenAway() ? Side.LEAKAGE : Side.NEUTRAL;
        return found(BreakType.LIMIT_MISMATCH, side, item, "Other limits than it should have: " + features(), worth);
    }

    /** The first of them, for people to read. */
    String features() {
        List<String> all = access.features();
        return all.size() <= NAMED
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, NAMED)) + " and " + (all.size() - NAMED) + " more";
    }
}
