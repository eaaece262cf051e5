package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.decision.KeptOverride.Terms;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/** An override as a caller asks for it, and what it takes to be one. */
public record OverrideAsked(
        @Nullable String feature,
        @Nullable String effect,
        @Nullable JsonNode value,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        @Nullable String reason,
        @Nullable String link,
        @Nullable String user,
        @Nullable Boolean ignoreAvailability) {
    private static final int LONGEST_USER = 255;

    /** What has no end ends here, as far as a calendar goes. */
    static final Instant NO_END = Instant.parse("2199-12-31T00:00:00Z");

    Terms checked(Model model, Instant now, Caller caller) {
        return checked(model, now, caller, false);
    }

    /** @param endless whether it may go without an end: that takes a second person */
    Terms checked(Model model, Instant now, Caller caller, boolean endless) {
        Feature about = featureOf(model);
        Effect what = whatEffect();
        Reasons.required(reason);
        Texts.link(link);
        Instant until = endless && validUntil == null ? NO_END : until(now);
        Instant given = Instants.ofBody("/validFrom", validFrom);
        Instant from = given == null ? now : given;
        if (!from.isBefore(until)) {
            throw Refusal.ofBody("/validFrom", "It lies before validUntil");
        }
        return new Terms(
                about.key().value(),
                what,
                OverrideValues.checked(about, what, value),
                from,
                until,
                Texts.name("/user", user, LONGEST_USER),
                ignoresAvailability(caller));
    }

    private Feature featureOf(Model model) {
        Feature found =
                feature != null && FeatureKey.isWellFormed(feature) ? model.feature(new FeatureKey(feature)) : null;
        if (found == null) {
            String detail = "Name a feature of the model: "
                    + model.features().keySet().stream()
                            .map(FeatureKey::value)
                            .limit(50)
                            .collect(Collectors.joining(", "));
            throw Refusal.of(HttpStatus.BAD_REQUEST, "FEATURE_UNKNOWN", detail)
                    .at("/feature", "FEATURE_UNKNOWN", detail);
        }
        return found;
    }

    private Effect whatEffect() {
        for (Effect one : Effect.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(effect)) {
                return one;
            }
        }
        throw Refusal.ofBody("/effect", "It is grant (never lowers), set (replaces) or deny");
    }

    private Instant until(Instant now) {
        Instant until = Instants.ofBody("/validUntil", validUntil);
        if (until == null) {
            throw Refusal.ofBody(
                    "/validUntil",
                    "Say when it ends, such as 2026-12-01T00:00:00Z: what has no end belongs into a plan, or takes a"
                            + " second person (POST /v1/approvals, kind override)");
        }
        if (!until.isAfter(now)) {
            throw Refusal.ofBody("/validUntil", "It lies in the future; now is " + now);
        }
        return until;
    }

    /** What is not sold in a market yet may have reasons in law: not everybody who may write may decide that. */
    private boolean ignoresAvailability(Caller caller) {
        boolean asked = Boolean.TRUE.equals(ignoreAvailability);
        if (asked && !caller.may(Right.SELL_ANYWHERE)) {
            String detail = "To pass availability by market takes a key with the scope admin";
            throw Refusal.of(HttpStatus.FORBIDDEN, "SCOPE_MISSING", detail)
                    .at("/ignoreAvailability", "SCOPE_MISSING", detail);
        }
        return asked;
    }
}
