package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.EmailAddress;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.Recorded;
import dev.plumbline.sync.pass.ApplyUnit;
import dev.plumbline.sync.pass.Belief;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.MovedAway;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.simulation.Rows.SubjectRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One apply in memory, statement for statement as PostgreSQL does it. */
final class InMemoryUnit implements ApplyUnit {
    private final InMemoryDatabase database;
    private final Rows rows;
    private final InMemoryLedger ledger;
    private final InstantSource clock;
    private final Broken broken;

    InMemoryUnit(InMemoryDatabase database, Rows rows, InMemoryLedger ledger, InstantSource clock, Broken broken) {
        this.database = database;
        this.rows = rows;
        this.ledger = ledger;
        this.clock = clock;
        this.broken = broken;
    }

    @Override
    public SubjectState lock(Subject subject) {
        return database.statement(false, () -> {
            database.lock(rows.subjects, subject);
            SubjectRow row = Objects.requireNonNull(database.get(rows.subjects, subject));
            return new SubjectState(broken == Broken.FENCE ? -1 : row.appliedFence, row.appliedSeq, row.absentSince);
        });
    }

    @Override
    public @Nullable BillingSnapshot known(SubjectRef subject) {
        return database.<java.util.Optional<BillingSnapshot>>statement(
                        false, () -> java.util.Optional.ofNullable(database.get(rows.snapshots, subject)))
                .orElse(null);
    }

    @Override
    public void keep(BillingSnapshot snapshot, Instant fetchedAt) {
        database.statement(true, () -> {
            database.put(rows.snapshots, snapshot.subject(), snapshot);
            return true;
        });
    }

    @Override
    public List<String> eventsOf(Claim claim, SubjectState state) {
        return List.of();
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public void applied(Claim claim, boolean gone) {
        edit(claim, row -> {
            row.appliedFence = claim.fence();
            row.appliedSeq = claim.seen();
            row.appliedAt = clock.instant();
            row.gone = gone;
            row.quarantined = false;
            row.absentSince = null;
            row.attempts = 0;
            row.faults = 0;
            row.closely = row.closely && !InMemoryWork.isSeen(row, claim);
            release(row, claim);
            if (broken == Broken.CONDITIONAL_CLEAR || InMemoryWork.isSeen(row, claim)) {
                row.dirtySeq = null;
            }
        });
    }

    @Override
    public void settleAfter(Claim claim, Duration delay) {
        edit(claim, row -> {
            if (row.dirtySeq == null) {
                row.dirtySeq = rows.next();
                row.cause = Claim.Cause.SETTLE;
                row.closely = claim.closely();
                row.dueAt = clock.instant().plus(delay);
            }
        });
    }

    @Override
    public void lookAgain(Claim claim, Belief.LookAgain later) {
        edit(claim, row -> {
            row.absentSince = later.absentSince();
            release(row, claim);
            if (InMemoryWork.isSeen(row, claim)) {
                row.dueAt = clock.instant().plus(later.after());
            }
        });
    }

    /** In memory nobody is held: how many may go is PostgreSQL's to count, in these histories and in HoldTest. */
    @Override
    public boolean mayTakeAway(Claim claim) {
        return true;
    }

    @Override
    public void held(Claim claim) {
        throw new IllegalStateException("Nobody is held in memory: " + claim);
    }

    @Override
    public void transferred(Subject from, MovedAway moved) {
        throw new IllegalStateException("No subscription changes hands in these histories: " + moved);
    }

    // Breaks, missed events and prices tell people; no answer depends on them.

    @Override
    public void compareAddress(SubjectRef subject, @Nullable EmailAddress address) {}

    @Override
    public void repaired(Claim claim, SubjectState state, Recorded.Written written) {}

    @Override
    public void lookAtEverybody(Claim claim, String why) {
        throw new IllegalStateException("No lost event without a name in these histories: " + why);
    }

    @Override
    public void keepPrices(BillingAccount account, List<ProviderCatalogue.Price> prices) {}

    @Override
    public void leaveToNewer(CustomerKey customer) {
        throw new IllegalStateException("One version of us plays these histories: " + customer);
    }

    private void edit(Claim claim, Consumer<SubjectRow> change) {
        database.statement(
                true,
                () -> database.edit(rows.subjects, claim.subject(), row -> {
                    SubjectRow changed = row.copy();
                    change.accept(changed);
                    return changed;
                }));
    }

    private static void release(SubjectRow row, Claim claim) {
        if (row.fence == claim.fence()) {
            row.leaseUntil = null;
        }
    }
}
