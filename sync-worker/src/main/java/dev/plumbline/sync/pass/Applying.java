package dev.plumbline.sync.pass;

import dev.plumbline.connectors.EmailAddress;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.record.Cause;
import dev.plumbline.entitlement.record.Recorded;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.sync.setup.HaltPoint;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The last stage of a pass and the only place where billing changes entitlements: what was seen is believed or not, kept, and
 * the customer is resolved from all its facts, read now, under its lock. One transaction.
 */
@Component
public class Applying {
    private static final Logger LOG = LoggerFactory.getLogger(Applying.class);

    private final ApplyUnit.Units units;
    private final WorkList work;
    private final Recording recording;
    private final Duration settle;

    public Applying(
            ApplyUnit.Units units,
            WorkList work,
            Recording recording,
            @Value("${plumbline.sync.settle:PT60S}") Duration settle) {
        this.units = units;
        this.work = work;
        this.recording = recording;
        this.settle = settle;
    }

    public Applied apply(Look look) {
        return switch (look) {
            case Look.AtObject(var claim, var customer)
            when customer.isEmpty() && claim.subject().kind().equals(Hint.Concerns.Lost.KIND) ->
                units.inOneTransaction(unit -> lost(unit, claim));
            case Look.AtObject(var claim, var customer) -> {
                work.found(claim, customer);
                yield new Applied.Found();
            }
            case Look.AtCatalogue(var claim, var prices) -> {
                Applied applied = units.inOneTransaction(unit -> apply(unit, claim, prices));
                work.markMapped(claim.subject().account());
                yield applied;
            }
            case Look.AtCustomer atCustomer -> {
                MovedAway.in(atCustomer).forEach(moved -> work.mark(Subject.of(moved.to()), Claim.Cause.EVENT));
                Applied applied = units.inOneTransaction(unit -> apply(unit, atCustomer));
                LOG.debug("{} ends {}", atCustomer.claim(), applied.key());
                yield applied;
            }
        };
    }

    /**
     * The same for one customer, without a mark on whom a subscription went to: for who writes nothing, and rolls back what this
     * did.
     */
    public Applied only(Look.AtCustomer look) {
        return units.inOneTransaction(unit -> apply(unit, look));
    }

    private Applied apply(ApplyUnit unit, Look.AtCustomer look) {
        Claim claim = look.claim();
        var state = unit.lock(claim.subject());
        if (claim.fence() <= state.appliedFence()) {
            return new Applied.Stale();
        }
        BillingSnapshot known = unit.known(claim.subject().ref());
        List<MovedAway> moved =
                MovedAway.in(look).stream().filter(one -> one.isIn(known)).toList();
        Optional<Belief.LookAgain> others = othersFirst(unit, look, moved, state);
        if (others.isPresent()) {
            unit.lookAgain(claim, others.get());
            return new Applied.Doubted(others.get().why(), others.get().after());
        }
        return switch (Belief.in(look, known, state.absentSince())) {
            case Belief.LookAgain later -> {
                unit.lookAgain(claim, later);
                yield new Applied.Doubted(later.why(), later.after());
            }
            case Belief.Believed(var snapshot, var withTheAbsent) -> {
                boolean held = withTheAbsent != null && !unit.mayTakeAway(claim);
                Optional<Recorded> recorded =
                        record(unit, look, state, held ? Objects.requireNonNull(withTheAbsent) : snapshot);
                recorded.filter(Recorded.Outdated.class::isInstance)
                        .ifPresent(outdated -> unit.leaveToNewer(outdated.customer()));
                moved.forEach(one -> unit.transferred(claim.subject(), one));
                unit.compareAddress(claim.subject().ref(), addressIn(look));
                if (held) {
                    unit.held(claim);
                } else {
                    unit.applied(claim, snapshot.gone());
                    if (claim.cause() == Claim.Cause.EVENT && (look.perhapsOld() || isUnchanged(recorded))) {
                        // The event said that something changed, the provider's answer did not show it: perhaps it
                        // lags.
                        unit.settleAfter(claim, settle);
                    }
                }
                HaltPoint.INSIDE_APPLY.reached();
                yield held ? new Applied.Held(recorded) : new Applied.Believed(recorded);
            }
        };
    }

    private Optional<Recorded> record(
            ApplyUnit unit, Look.AtCustomer look, ApplyUnit.SubjectState state, BillingSnapshot snapshot) {
        Claim claim = look.claim();
        unit.keep(snapshot, look.at());
        Cause cause = Cause.ofSubject(claim.cause().key(), snapshot.subject(), unit.eventsOf(claim, state));
        Optional<Recorded> recorded = recording.recordSubject(unit.ledger(), snapshot, cause);
        if (recorded.orElse(null) instanceof Recorded.Written written) {
            unit.repaired(claim, state, written);
        }
        return recorded;
    }

    private static boolean isUnchanged(Optional<Recorded> recorded) {
        return recorded.filter(Recorded::isUnchanged).isPresent();
    }

    private static Applied apply(ApplyUnit unit, Claim claim, List<ProviderCatalogue.Price> prices) {
        if (claim.fence() <= unit.lock(claim.subject()).appliedFence()) {
            return new Applied.Stale();
        }
        unit.keepPrices(claim.subject().account(), prices);
        unit.applied(claim, false);
        return new Applied.Listed();
    }

    /** The provider lost events and cannot say whose (case F-69). */
    private static Applied lost(ApplyUnit unit, Claim claim) {
        if (claim.fence() <= unit.lock(claim.subject()).appliedFence()) {
            return new Applied.Stale();
        }
        unit.lookAtEverybody(claim, claim.subject().id() + " tells of lost events and does not say whose");
        unit.applied(claim, false);
        return new Applied.Found();
    }

    /** A subscription that went to another customer is taken from this one when the other has it (case F-55). */
    private static Optional<Belief.LookAgain> othersFirst(
            ApplyUnit unit, Look.AtCustomer look, List<MovedAway> moved, ApplyUnit.SubjectState state) {
        return Belief.isSecondLook(look, state.absentSince())
                ? Optional.empty()
                : moved.stream()
                        .filter(one -> !one.isIn(unit.known(Subject.of(one.to()).ref())))
                        .findFirst()
                        .map(one -> new Belief.LookAgain(
                                one.subscription() + " belongs to " + one.to() + " now, who is looked at first",
                                Belief.OTHERS_FIRST,
                                Belief.since(look, state.absentSince())));
    }

    private static @Nullable EmailAddress addressIn(Look.AtCustomer look) {
        return look.fetched() instanceof Fetched.Present(var snapshot) ? snapshot.email() : null;
    }
}
