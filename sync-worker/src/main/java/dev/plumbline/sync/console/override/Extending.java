package dev.plumbline.sync.console.override;

import dev.plumbline.entitlement.check.decisions.OverrideAsked;
import dev.plumbline.entitlement.check.decisions.OverrideBody;
import dev.plumbline.entitlement.check.decisions.OverridesController;
import dev.plumbline.entitlement.check.http.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * An override is never changed: another one that says the same takes its place, and then the first is ended. In this order, so
 * that a customer is never without it in between; and by the rules of a new one, so that nobody goes beyond their cap by steps.
 */
@Component
class Extending {
    private final OverridesController overrides;
    private final InstantSource business;
    private final JsonMapper json;

    Extending(OverridesController overrides, InstantSource businessClock, JsonMapper json) {
        this.overrides = overrides;
        this.business = businessClock;
        this.json = json;
    }

    /**
     * @param next the one in its place; null when it was refused
     * @param refused why, in the words of the rule; null when it was done
     */
    record Outcome(
            OverrideBody before,
            @Nullable OverrideBody next,
            @Nullable String refused) {}

    Outcome extend(OverrideBody before, Instant until, String reason) {
        if (before.endedAt() != null || before.state().equals("ended")) {
            return new Outcome(before, null, "It has ended: make a new one on the page of the customer");
        }
        if (!until.isAfter(before.validUntil())) {
            return new Outcome(before, null, "It lasts as long already");
        }
        try {
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
            overrides.end(before.id(), new OverridesController.EndAsked("Extended by " + next.id() + ": " + reason));
            return new Outcome(before, next, null);
        } catch (Refusal refusal) {
            return new Outcome(before, null, refusal.getBody().getDetail());
        }
    }
}
