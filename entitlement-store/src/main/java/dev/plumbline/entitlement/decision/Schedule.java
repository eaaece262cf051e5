package dev.plumbline.entitlement.decision;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.ManualPhase.Kind;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A customer's phases, past, present and future: what its subscriptions give, and what was agreed by hand. Pure. */
public final class Schedule {
    private Schedule() {}

    /**
     * A stretch in which a customer has one plan version or add-on, {@code [from, until)}.
     *
     * @param kind null for a subscription that gives no phase: not paid for the first time, or not understood
     * @param until where access ends, which need not be where a billing period does; null while it goes on
     */
    public record Phase(
            @Nullable Kind kind,
            Gives gives,
            Instant from,
            @Nullable Instant until,
            Origin origin) {}

    /** What it gives. */
    public sealed interface Gives {
        record Plan(PlanRef version, @Nullable String term) implements Gives {}

        record AddOn(PlanRef version, @Nullable String term) implements Gives {}

        /** No mapping knows the price, and none ever did. */
        record Nothing(String unmappedPrice) implements Gives {}
    }

    /** Where it comes from. */
    public sealed interface Origin {
        record ByHand(KeptPhase phase) implements Origin {}

        /** @param quantity null when metered */
        record Billed(
                SubjectRef subject,
                String subscription,
                String item,
                String price,
                @Nullable Long quantity,
                BillingStatus status,
                boolean collectionPaused,
                @Nullable Instant overdueSince,
                @Nullable Instant periodFrom,
                @Nullable Instant periodUntil)
                implements Origin {}
    }

    /** In the order in which they begin. */
    public static List<Phase> of(Facts facts, List<BillingSnapshot> snapshots, List<KeptPhase> byHand) {
        var phases = new ArrayList<Phase>();
        for (Facts.Subscribed subscription : facts.subscriptions()) {
            if (subscription.status() != BillingStatus.PENDING
                    || subscription.ahead().isEmpty()) {
                Facts.Subscribed now = stretch(subscription, subscription.startedAt(), subscription.items(), 0);
                subscription.items().forEach(item -> billed(now, item, snapshots, phases));
            }
            for (int i = 0; i < subscription.ahead().size(); i++) {
                Facts.Ahead ahead = subscription.ahead().get(i);
                Facts.Subscribed later = stretch(subscription, ahead.from(), ahead.items(), i + 1);
                ahead.items().forEach(item -> billed(later, item, snapshots, phases));
            }
        }
        for (KeptPhase phase : byHand) {
            Instant end = phase.end();
            // What was ended before it began never was; the audit tells that it was planned.
            if (end == null || phase.terms().from().isBefore(end)) {
                phases.add(new Phase(
                        phase.terms().kind(),
                        new Gives.Plan(phase.terms().plan(), phase.terms().term()),
                        phase.terms().from(),
                        end,
                        new Origin.ByHand(phase)));
            }
        }
        phases.sort(Comparator.comparing(Phase::from));
        return phases;
    }

    /** A subscription as long as it brings the same: until the change that was agreed on next, or its end. */
    private static Facts.Subscribed stretch(
            Facts.Subscribed whole, Instant from, List<Facts.BoundItem> items, int next) {
        if (whole.ahead().isEmpty()) {
            return whole;
        }
        Instant change = next < whole.ahead().size() ? whole.ahead().get(next).from() : null;
        Instant end = whole.endsAt();
        return new Facts.Subscribed(
                whole.subject(),
                whole.id(),
                whole.status(),
                whole.createdAt(),
                from,
                change == null || (end != null && end.isBefore(change)) ? end : change,
                next > 0 ? whole.ahead().get(next - 1).trialEndsAt() : whole.trialEndsAt(),
                whole.billingAnchor(),
                whole.collectionPaused(),
                whole.episodeSince(),
                items,
                whole.collectionResumesAt(),
                whole.ahead());
    }

    /** A trial that becomes a subscription is two phases. */
    private static void billed(
            Facts.Subscribed subscription, Facts.BoundItem item, List<BillingSnapshot> snapshots, List<Phase> phases) {
        Origin origin = origin(subscription, item, snapshots);
        Gives gives = gives(item.binding());
        Instant from = subscription.startedAt();
        Instant until = subscription.endsAt();
        if (!hasPhase(subscription)) {
            phases.add(new Phase(null, gives, from, until, origin));
            return;
        }
        Instant trialEnd = trialEnd(subscription);
        if (trialEnd != null && from.isBefore(trialEnd)) {
            phases.add(new Phase(Kind.TRIAL, gives, from, trialEnd, origin));
            from = trialEnd;
        }
        boolean trialWithoutEnd = subscription.status() == BillingStatus.TRIALING && subscription.trialEndsAt() == null;
        if (until == null || from.isBefore(until)) {
            Kind kind = trialWithoutEnd ? Kind.TRIAL : until == null ? Kind.EVERGREEN : Kind.FIXED;
            phases.add(new Phase(kind, gives, from, until, origin));
        }
    }

    /** What was canceled did run until then; of other statuses without a phase nothing is known to have run. */
    private static boolean hasPhase(Facts.Subscribed subscription) {
        Instant until = subscription.endsAt();
        boolean ran = subscription.givesPhase() || (subscription.status() == BillingStatus.CANCELED && until != null);
        return ran && (until == null || subscription.startedAt().isBefore(until));
    }

    private static @Nullable Instant trialEnd(Facts.Subscribed subscription) {
        Instant trial = subscription.trialEndsAt();
        Instant until = subscription.endsAt();
        return trial != null && until != null && until.isBefore(trial) ? until : trial;
    }

    private static Gives gives(Binding binding) {
        return switch (binding) {
            case Binding.ToPlan to -> new Gives.Plan(to.plan(), to.term());
            case Binding.ToAddOn to -> new Gives.AddOn(to.addOn(), to.term());
            case Binding.Unmapped unmapped -> new Gives.Nothing(unmapped.price());
        };
    }

    private static Origin origin(Facts.Subscribed subscription, Facts.BoundItem item, List<BillingSnapshot> snapshots) {
        BillingSnapshot.Item said = said(subscription, item, snapshots);
        return new Origin.Billed(
                subscription.subject(),
                subscription.id(),
                item.id(),
                said == null ? item.binding().price() : said.price(),
                item.quantity(),
                subscription.status(),
                subscription.collectionPaused(),
                subscription.episodeSince(),
                said == null ? null : said.periodStart(),
                said == null ? null : said.periodEnd());
    }

    private static BillingSnapshot.@Nullable Item said(
            Facts.Subscribed subscription, Facts.BoundItem item, List<BillingSnapshot> snapshots) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.subject().equals(subscription.subject()))
                .flatMap(snapshot -> snapshot.subscriptions().stream())
                .filter(one -> one.id().equals(subscription.id()))
                .flatMap(one -> Stream.concat(
                        one.items().stream(), one.ahead().stream().flatMap(phase -> phase.items().stream())))
                .filter(one -> one.id().equals(item.id()))
                .findFirst()
                .orElse(null);
    }
}
