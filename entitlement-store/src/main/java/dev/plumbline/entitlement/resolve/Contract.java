package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription as long as it brings the same, or one phase made by hand: when it runs, and how well it is paid for.
 *
 * @param subject whom the billing system bills; null for a phase made by hand
 * @param begun when the customer got it; a subscription that changes by agreement runs in stretches, and is as old in each
 * @param trialUntil null when no part of it is a trial
 * @param anchor what billing windows count from
 * @param precedence of its billing system, 0 the first
 */
record Contract(
        @Nullable SubjectRef subject,
        String id,
        Instant begun,
        Instant from,
        Instant until,
        @Nullable Instant trialUntil,
        Instant anchor,
        int precedence,
        Arrears arrears) {
    /** Whose facts count where only one can; down to the last, so that the order of facts never does. */
    static final Comparator<Contract> BY_PRECEDENCE = (a, b) -> a == b ? 0 : Contract.DOWN_TO_THE_NAME.compare(a, b);

    private static final Comparator<Contract> DOWN_TO_THE_NAME = Comparator.comparingInt(Contract::precedence)
            .thenComparing(Contract::begun)
            .thenComparing(Contract::ref)
            .thenComparing(Contract::from);

    /** Until it changes by agreement. Null for one that never gave anything: not begun, never paid, or not understood. */
    static @Nullable Contract of(Model model, Subscribed subscription) {
        var from = subscription.startedAt();
        var until = earlier(end(subscription), changesAt(subscription, 0));
        if (until == null || !from.isBefore(until)) {
            return null;
        }
        return new Contract(
                subscription.subject(),
                subscription.id(),
                from,
                from,
                until,
                trialEnd(subscription),
                subscription.billingAnchor() == null ? from : subscription.billingAnchor(),
                model.precedenceOf(subscription.subject().provider()),
                Arrears.of(model.billingPolicy(), subscription));
    }

    /** What was agreed for later, until the next change. What is owed today is owed then; null where there is no such time. */
    static @Nullable Contract ahead(Model model, Subscribed subscription, int place) {
        var ahead = subscription.ahead().get(place);
        var whole = subscription.endsAt() == null ? Instant.MAX : subscription.endsAt();
        var until = earlier(subscription.givesPhase() ? whole : null, changesAt(subscription, place + 1));
        var from = ahead.from().isBefore(subscription.startedAt()) ? subscription.startedAt() : ahead.from();
        if (until == null || !from.isBefore(until)) {
            return null;
        }
        var began = subscription.startedAt();
        var anchor = ahead.billingAnchor() == null ? subscription.billingAnchor() : ahead.billingAnchor();
        return new Contract(
                subscription.subject(),
                subscription.id(),
                began,
                from,
                until,
                ahead.trialEndsAt() == null ? subscription.trialEndsAt() : ahead.trialEndsAt(),
                anchor == null ? began : anchor,
                model.precedenceOf(subscription.subject().provider()),
                Arrears.of(model.billingPolicy(), subscription));
    }

    private static Instant changesAt(Subscribed subscription, int place) {
        return place < subscription.ahead().size()
                ? subscription.ahead().get(place).from()
                : Instant.MAX;
    }

    private static @Nullable Instant earlier(@Nullable Instant end, Instant change) {
        return end == null || end.isBefore(change) ? end : change;
    }

    /** Null when the phase has no length. */
    static @Nullable Contract of(Model model, ManualPhase phase, PlanVersion version) {
        var until = end(phase, version);
        if (!phase.from().isBefore(until)) {
            return null;
        }
        return new Contract(
                null,
                phase.id(),
                phase.from(),
                phase.from(),
                until,
                phase.kind() == ManualPhase.Kind.TRIAL ? until : null,
                phase.billingAnchor() == null ? phase.from() : phase.billingAnchor(),
                model.precedenceOf("manual"),
                Arrears.NONE);
    }

    /**
     * What was canceled did run until then. Of other statuses without a phase nothing is known to have run: a first payment
     * that never came ends as expired, too.
     */
    private static @Nullable Instant end(Subscribed subscription) {
        if (subscription.status().givesPhase()) {
            return subscription.endsAt() == null ? Instant.MAX : subscription.endsAt();
        }
        return subscription.status() == BillingStatus.CANCELED ? subscription.endsAt() : null;
    }

    private static @Nullable Instant trialEnd(Subscribed subscription) {
        return subscription.trialEndsAt() == null && subscription.status() == BillingStatus.TRIALING
                ? Instant.MAX
                : subscription.trialEndsAt();
    }

    private static Instant end(ManualPhase phase, PlanVersion version) {
        if (phase.until() != null) {
            return phase.until();
        }
        var trial = version.trial();
        return phase.kind() == ManualPhase.Kind.TRIAL && trial != null && trial.length() != null
                ? phase.from().atOffset(ZoneOffset.UTC).plus(trial.length()).toInstant()
                : Instant.MAX;
    }

    String ref() {
        return subject == null ? "phase/" + id : subject + "/" + id;
    }

    boolean runsAt(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    Segment.Phase phaseAt(Instant at) {
        if (trialUntil != null && at.isBefore(trialUntil)) {
            return Segment.Phase.TRIAL;
        }
        return until.equals(Instant.MAX) ? Segment.Phase.EVERGREEN : Segment.Phase.FIXED;
    }

    void boundaries(Consumer<Instant> to) {
        to.accept(from);
        to.accept(until);
        if (trialUntil != null) {
            to.accept(trialUntil);
        }
        arrears.boundaries(to);
    }
}
