package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One subscription, or one phase made by hand: when it runs, how well it is paid for, and what it brings. */
final class Contract {
    private final String ref;
    private final Instant from;
    private final Instant until;
    private final @Nullable Instant trialUntil;
    private final Instant anchor;
    private final int precedence;
    private final Arrears arrears;
    private final List<PlanLine> plans = new ArrayList<>();
    private final List<AddOnLine> addOns = new ArrayList<>();

    private Contract(
            String ref,
            Instant from,
            Instant until,
            @Nullable Instant trialUntil,
            @Nullable Instant anchor,
            int precedence,
            Arrears arrears) {
        this.ref = ref;
        this.from = from;
        this.until = until;
        this.trialUntil = trialUntil;
        this.anchor = anchor == null ? from : anchor;
        this.precedence = precedence;
        this.arrears = arrears;
    }

    /** Null for one that never gave anything: not begun, never paid, or not understood. */
    static @Nullable Contract of(Model model, Subscribed subscription) {
        var until = end(subscription);
        if (until == null || !subscription.startedAt().isBefore(until)) {
            return null;
        }
        var contract = new Contract(
                subscription.subject() + "/" + subscription.id(),
                subscription.startedAt(),
                until,
                trialEnd(subscription),
                subscription.billingAnchor(),
                model.precedenceOf(subscription.subject().provider()),
                Arrears.of(model.billingPolicy(), subscription));
        subscription.items().forEach(item -> contract.add(model, item));
        return contract;
    }

    /** Null when the plan version is not in the model, or the phase has no length. */
    static @Nullable Contract of(Model model, ManualPhase phase) {
        var version = model.planVersion(phase.plan().key(), phase.plan().version());
        if (version == null) {
            return null;
        }
        var until = end(phase, version);
        if (!phase.from().isBefore(until)) {
            return null;
        }
        var contract = new Contract(
                "phase/" + phase.id(),
                phase.from(),
                until,
                phase.kind() == ManualPhase.Kind.TRIAL ? until : null,
                phase.billingAnchor(),
                model.precedenceOf("manual"),
                Arrears.NONE);
        contract.line(model, version, phase.term()).bill(phase.quantities());
        return contract;
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

    private void add(Model model, Facts.BoundItem item) {
        switch (item.binding()) {
            case Binding.ToPlan to -> {
                var version = model.planVersion(to.plan().key(), to.plan().version());
                if (version != null) {
                    line(model, version, to.term()).bill(item.quantity(), to.quantityOf());
                }
            }
            case Binding.ToAddOn to -> {
                var version = model.addOnVersion(to.addOn().key(), to.addOn().version());
                if (version != null) {
                    // An item without a quantity is one of it.
                    addOns.add(AddOnLine.of(this, version, item.quantity() == null ? 1 : item.quantity()));
                }
            }
            case Binding.Unmapped _ -> {}
        }
    }

    /**
     * Several items may sell one version together, a base price and a price for each seat: they are one line, or what is
     * summed would count twice.
     */
    private PlanLine line(Model model, PlanVersion version, @Nullable String term) {
        for (var i = 0; i < plans.size(); i++) {
            if (plans.get(i).version().equals(version)) {
                plans.set(i, plans.get(i).withTerm(term));
                return plans.get(i);
            }
        }
        var plan = model.plans().get(version.plan());
        var line = PlanLine.of(this, version, plan == null ? 0 : plan.rank(), term);
        plans.add(line);
        return line;
    }

    boolean runsAt(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    boolean isTrialAt(Instant at) {
        return trialUntil != null && at.isBefore(trialUntil);
    }

    Segment.Phase phaseAt(Instant at) {
        if (isTrialAt(at)) {
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

    /** Why the billing policy takes a feature of this contract away; null when it does not. */
    @Nullable
    Reason refusal(FeatureKey feature, Instant at) {
        return arrears.refusal(feature, at);
    }

    boolean isGraceAt(Instant at) {
        return arrears.isGraceAt(at);
    }

    String ref() {
        return ref;
    }

    Instant from() {
        return from;
    }

    Instant until() {
        return until;
    }

    /** What billing windows count from. */
    Instant anchor() {
        return anchor;
    }

    /** Of its billing system, 0 the first. */
    int precedence() {
        return precedence;
    }

    List<PlanLine> plans() {
        return plans;
    }

    List<AddOnLine> addOns() {
        return addOns;
    }

    /** An add-on as it was bought. */
    record AddOnLine(Contract contract, AddOn.Version version, Source source, long count) {
        static final Comparator<AddOnLine> IN_ORDER = Comparator.comparingInt(
                        (AddOnLine line) -> line.contract.precedence)
                .thenComparing(line -> line.contract.from)
                .thenComparing(line -> line.contract.ref)
                .thenComparing(line -> line.source.ref())
                .thenComparingLong(AddOnLine::count);

        static AddOnLine of(Contract contract, AddOn.Version version, long count) {
            return new AddOnLine(contract, version, new Source(Source.Kind.ADDON, version.ref()), count);
        }

        /** How many count while no others do. */
        long countAlone() {
            var bought = Math.max(0, count);
            return version.max() == null ? bought : Math.min(bought, version.max());
        }
    }
}
