package dev.plumbline.sync.console.override;

import dev.plumbline.entitlement.check.decisions.OverrideAsked;
import dev.plumbline.entitlement.check.decisions.OverrideBody;
import dev.plumbline.entitlement.check.decisions.OverridesController;
import dev.plumbline.entitlement.check.http.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * An override is never changed: another one that says the same takes its place, by the rules of a new one, and the first is
 * ended. Both or neither: of two who extend the same one the second finds it ended, and what they had made is undone. Else there
 * would be two of them, and who ends one takes nothing away.
 */
@Component
class Extending {
    private final OverridesController overrides;
    private final TransactionTemplate transactions;
    private final InstantSource business;
    private final JsonMapper json;

    Extending(
            OverridesController overrides,
            TransactionTemplate transactions,
            InstantSource businessClock,
            JsonMapper json) {
        this.overrides = overrides;
        this.transactions = transactions;
        this.business = businessClock;
        this.json = json;
    }

    /**
     * @param next the one in its place; null when it was refused
     * @param refused why, in the words of the rule; null when it was done
     * @param canBeAsked whether a second person may do what these rights do not reach
     */
    record Outcome(
            OverrideBody before,
            @Nullable OverrideBody next,
            @Nullable String refused,
            boolean canBeAsked) {
        private static Outcome refused(OverrideBody before, String why) {
            return new Outcome(before, null, why, false);
        }
    }

    Outcome extend(OverrideBody before, Instant until, String reason) {
        if (before.endedAt() != null || before.state().equals("ended")) {
            return Outcome.refused(before, ended(before));
        }
        if (!until.isAfter(before.validUntil())) {
            return Outcome.refused(before, "It lasts as long already");
        }
        try {
            OverrideBody next = Objects.requireNonNull(transactions.execute(_ -> replace(before, until, reason)));
            return new Outcome(before, next, null, false);
        } catch (Refusal refusal) {
            return switch (refusal.code()) {
                case "OVER_ALREADY" -> Outcome.refused(before, ended(overrides.read(before.id())));
                case "OVERRIDE_BEYOND_CAP" ->
                    new Outcome(before, null, refusal.getBody().getDetail(), true);
                default -> new Outcome(before, null, refusal.getBody().getDetail(), false);
            };
        }
    }

    private OverrideBody replace(OverrideBody before, Instant until, String reason) {
        boolean begun = !before.validFrom().isAfter(business.instant());
        var asked = new OverrideAsked(
                before.feature(),
                before.effect(),
                before.value() == null ? null : json.valueToTree(before.value()),
                begun ? null : before.validFrom(),
                until,
                reason,
                before.link(),
                before.user(),
                before.ignoreAvailability());
        if (!(overrides.create(before.customer(), asked, false).getBody() instanceof OverrideBody next)) {
            throw new IllegalStateException("What is made is shown");
        }
        overrides.end(before.id(), new OverridesController.EndAsked("Extended by " + next.id()));
        return next;
    }

    /** Who sends a form twice reads here that it was done. */
    private static String ended(OverrideBody over) {
        return over.endedBy() == null
                ? "Its time is up: make a new one on the page of the customer"
                : "It was ended by %s: %s".formatted(over.endedBy(), over.endReason());
    }
}
