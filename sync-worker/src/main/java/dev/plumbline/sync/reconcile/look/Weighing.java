package dev.plumbline.sync.reconcile.look;

import dev.plumbline.entitlement.record.Recorded;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.sync.pass.Applied;
import dev.plumbline.sync.pass.ApplyUnit;
import dev.plumbline.sync.pass.Applying;
import dev.plumbline.sync.pass.Look;
import dev.plumbline.sync.pass.WorkList;
import dev.plumbline.sync.reconcile.run.Runs;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies a look by the code that every pass takes, and sees what that did. A repair commits it, and what came of it, at once; a
 * report rolls it back, so that it cannot say anything else than a repair would do.
 */
@Component
class Weighing {
    private final ApplyUnit.Units units;
    private final WorkList work;
    private final Recording recording;
    private final TransactionTemplate transactions;
    private final Standings standings;
    private final Differences differences;
    private final Runs runs;

    Weighing(
            ApplyUnit.Units units,
            WorkList work,
            Recording recording,
            TransactionTemplate transactions,
            Standings standings,
            Differences differences,
            Runs runs) {
        this.units = units;
        this.work = work;
        this.recording = recording;
        this.transactions = transactions;
        this.standings = standings;
        this.differences = differences;
        this.runs = runs;
    }

    /** Whether what a look found may be kept. Asked in its transaction, once. */
    interface Consent {
        boolean to(Seen seen);
    }

    Seen weigh(Difference difference, Look.AtCustomer look, boolean repair, Consent consent) {
        var observed = new Observed(difference, look, repair, consent);
        var applying = new Applying(observed, work, recording, Duration.ZERO);
        var _ = repair ? applying.apply(look) : applying.only(look);
        Seen seen = Objects.requireNonNull(observed.seen, "An apply takes one transaction");
        if (!observed.kept) {
            differences.settle(difference, seen);
        }
        return seen;
    }

    /** One transaction of the apply, with what stood before it and after. */
    private final class Observed implements ApplyUnit.Units {
        private final Difference difference;
        private final Look.AtCustomer look;
        private final boolean repair;
        private final Consent consent;
        private @Nullable Seen seen;
        private boolean kept;

        Observed(Difference difference, Look.AtCustomer look, boolean repair, Consent consent) {
            this.difference = difference;
            this.look = look;
            this.repair = repair;
            this.consent = consent;
        }

        @Override
        @SuppressWarnings("NullAway") // as PostgresUnits: the work's result is the transaction's
        public <T> T inOneTransaction(Function<ApplyUnit, T> applying) {
            return transactions.execute(status -> {
                runs.check(difference.run());
                return units.inOneTransaction(unit -> {
                    unit.lock(difference.subject());
                    Seen.Standing before = standings.of(difference.subject());
                    T applied = applying.apply(unit);
                    judge(status, (Applied) applied, before);
                    return applied;
                });
            });
        }

        private void judge(TransactionStatus status, Applied applied, Seen.Standing snapshotBefore) {
            Seen found = seen(applied, snapshotBefore);
            boolean refused = found.takesAway() && !consent.to(found);
            if (refused) {
                found = new Seen(
                        Outcome.HELD, found.before(), found.after(), "Too many would lose access in this run", null);
            }
            seen = found;
            kept = repair && !refused;
            if (kept) {
                differences.settle(difference, found);
            } else {
                status.setRollbackOnly();
            }
        }

        private Seen seen(Applied applied, Seen.Standing snapshotBefore) {
            return switch (applied) {
                case Applied.Stale() -> Seen.of(Outcome.IN_FLIGHT, "A later fetch was applied first");
                case Applied.Doubted(var why, var _) when !repair -> Seen.of(Outcome.DOUBTED, why);
                case Applied.Doubted(var why, var after) -> Seen.later(after, why);
                case Applied.Held(var recorded) -> seen(Outcome.HELD, snapshotBefore, recorded);
                case Applied.Believed(var recorded)
                when recorded.isEmpty() -> seen(Outcome.UNLINKED, snapshotBefore, recorded);
                case Applied.Believed(var recorded) -> {
                    Seen changed = seen(repair ? Outcome.REPAIRED : Outcome.WOULD_REPAIR, snapshotBefore, recorded);
                    Seen.Standing after = Objects.requireNonNull(changed.after());
                    yield Objects.equals(after.snapshot(), snapshotBefore.snapshot())
                            ? new Seen(Outcome.UNCHANGED, changed.before(), after, null, null)
                            : changed;
                }
                case Applied.Listed(), Applied.Found() ->
                    throw new IllegalStateException(look.claim() + " is a customer");
            };
        }

        /** What was answered before is read now, under the customer's lock: the version before the one that was written. */
        private Seen seen(Outcome outcome, Seen.Standing snapshotBefore, Optional<Recorded> recorded) {
            Seen.Standing after = standings.of(difference.subject());
            Long written = recorded.orElse(null) instanceof Recorded.Written(var _, var version) ? version : null;
            Seen.Standing before = standings.before(snapshotBefore, after, written);
            return new Seen(outcome, before, after, null, null);
        }
    }
}
