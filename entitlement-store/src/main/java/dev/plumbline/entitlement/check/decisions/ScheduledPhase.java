package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.decision.Schedule;
import dev.plumbline.entitlement.decision.Schedule.Gives;
import dev.plumbline.entitlement.decision.Schedule.Origin;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One phase of a schedule, as callers read it.
 *
 * @param kind trial, fixed or evergreen; null for a subscription that gives no access
 * @param plan such as {@code team@2}; null for an add-on, or when the price is not mapped
 * @param unmappedPrice the price that no mapping knows; null otherwise
 * @param until where access ends; null while it goes on
 * @param state past, present or future
 * @param source billing or manual
 * @param billing null for a phase by hand
 * @param manual null for one that is billed
 */
public record ScheduledPhase(
        @Nullable String kind,
        @Nullable String plan,
        @Nullable String addOn,
        @Nullable String unmappedPrice,
        @Nullable String term,
        Instant from,
        @Nullable Instant until,
        String state,
        String source,
        @Nullable Billing billing,
        @Nullable PhaseBody manual) {
    /**
     * @param quantity null when metered
     * @param overdueSince when the running billing episode began; null in good standing
     * @param periodFrom of what is billed now, which need not be where access begins or ends
     */
    public record Billing(
            String provider,
            String account,
            String providerCustomer,
            String subscription,
            String item,
            String price,
            @Nullable Long quantity,
            String status,
            boolean collectionPaused,
            @Nullable Instant overdueSince,
            @Nullable Instant periodFrom,
            @Nullable Instant periodUntil) {
        static Billing of(Origin.Billed billed) {
            return new Billing(
                    billed.subject().provider(),
                    billed.subject().account(),
                    billed.subject().id(),
                    billed.subscription(),
                    billed.item(),
                    billed.price(),
                    billed.quantity(),
                    billed.status().name().toLowerCase(Locale.ROOT),
                    billed.collectionPaused(),
                    billed.overdueSince(),
                    billed.periodFrom(),
                    billed.periodUntil());
        }
    }

    static ScheduledPhase of(Schedule.Phase phase, Instant now) {
        Gives gives = phase.gives();
        Origin origin = phase.origin();
        return new ScheduledPhase(
                phase.kind() == null ? null : phase.kind().name().toLowerCase(Locale.ROOT),
                gives instanceof Gives.Plan plan ? plan.version().toString() : null,
                gives instanceof Gives.AddOn addOn ? addOn.version().toString() : null,
                gives instanceof Gives.Nothing nothing ? nothing.unmappedPrice() : null,
                term(gives),
                phase.from(),
                phase.until(),
                state(phase, now),
                origin instanceof Origin.Billed ? "billing" : "manual",
                origin instanceof Origin.Billed billed ? Billing.of(billed) : null,
                origin instanceof Origin.ByHand byHand ? PhaseBody.of(byHand.phase()) : null);
    }

    private static @Nullable String term(Gives gives) {
        return switch (gives) {
            case Gives.Plan plan -> plan.term();
            case Gives.AddOn addOn -> addOn.term();
            case Gives.Nothing nothing -> null;
        };
    }

    private static String state(Schedule.Phase phase, Instant now) {
        if (now.isBefore(phase.from())) {
            return "future";
        }
        Instant until = phase.until();
        return until != null && !now.isBefore(until) ? "past" : "present";
    }
}
