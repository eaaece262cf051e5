package dev.plumbline.sync.reconcile.look;

import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Fetching;
import dev.plumbline.sync.pass.Look;
import dev.plumbline.sync.pass.WorkList;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.Held;
import dev.plumbline.sync.reconcile.run.Lost;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.reconcile.run.Stopped;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** A pass over one who differs: claim, fetch, apply, like any other. */
@Component
class OneLook {
    private static final Logger LOG = LoggerFactory.getLogger(OneLook.class);
    /** So many failures of ours, and it is set aside in this run. */
    private static final int POISONED = 3;

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final NamedClaims claims;
    private final Fetching fetching;
    private final Weighing weighing;
    private final Differences differences;
    private final Leases leases;
    private final RunSettings settings;

    OneLook(
            NamedClaims claims,
            Fetching fetching,
            Weighing weighing,
            Differences differences,
            WorkList work,
            RunSettings settings) {
        this.claims = claims;
        this.fetching = fetching;
        this.weighing = weighing;
        this.differences = differences;
        this.leases = new Leases(work, settings.lease());
        this.settings = settings;
    }

    /** How it ended. */
    sealed interface End {
        End NOT_BEGUN = new NotYet();
    }

    /** It is known what came of it. */
    record Settled() implements End {}

    /** Another look has to tell, later. */
    record NotYet() implements End {}

    /** The provider gave no answer. */
    record Away(BillingUnavailable why) implements End {}

    End take(ReconciliationRun run, Difference difference, TollSoFar toll) {
        Optional<Claim> claim = claims.take(difference, settings.lease());
        if (claim.isEmpty()) {
            boolean again = claims.isOnlyLeased(difference);
            differences.settle(
                    difference,
                    again
                            ? Seen.later(Looking.waitsForALease(), "Somebody looks at it")
                            : Seen.of(Outcome.IN_FLIGHT, "Something newer is known or on its way"));
            return again ? new NotYet() : new Settled();
        }
        try {
            return under(claim.get(), run, difference, toll);
        } finally {
            toll.tell();
        }
    }

    private End under(Claim claim, ReconciliationRun run, Difference difference, TollSoFar toll) {
        boolean repair = run.mode() == ReconciliationRun.Mode.REPAIR;
        try (var _ = leases.keep(claim)) {
            var look = (Look.AtCustomer) fetching.look(claim);
            Seen seen = weighing.weigh(difference, look, repair, _ -> toll.isOneMoreAllowed());
            claims.giveBack(claim);
            return seen.outcome() == null ? new NotYet() : new Settled();
        } catch (BillingUnavailable away) {
            claims.giveBack(claim);
            return switch (away.reason()) {
                case KEY_REFUSED -> throw new Held(run.account() + " refuses our key: " + away.getMessage());
                case UNREADABLE, NOT_OFFERED -> {
                    differences.settle(difference, Seen.of(Outcome.UNREADABLE, away.getMessage()));
                    yield new Settled();
                }
                case RATE_LIMITED, UNREACHABLE, SUSPENDED -> new Away(away);
            };
        } catch (Lost | Stopped notOurs) {
            claims.giveBack(claim);
            throw notOurs;
        } catch (RuntimeException failure) {
            claims.giveBack(claim);
            LOG.warn("A look at {} failed in reconciliation {}", difference.subject(), run.id(), failure);
            boolean over = difference.attempts() + 1 >= POISONED;
            differences.settle(
                    difference,
                    over
                            ? Seen.of(Outcome.FAILED, failure.toString())
                            : Seen.later(AFTER_A_FAILURE, failure.toString()));
            return over ? new Settled() : new NotYet();
        }
    }
}
