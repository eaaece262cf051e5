package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.migration.Fate.Outcome;
import dev.plumbline.entitlement.migration.Fates.Became;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Cause;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.MovesOfMany;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves the customers of a wave, and takes back what is not effective yet. Some at a time: their pins, their answers, what became
 * of each and how far it is are one transaction, so whenever a process dies each of them was moved once or not at all.
 */
@Service
public class Moving {
    private static final Logger LOG = LoggerFactory.getLogger(Moving.class);

    private final Models models;
    private final MovesOfMany moves;
    private final Fates fates;
    private final MigrationWork work;
    private final AuditTrail audit;
    private final InstantSource businessTime;
    private final TransactionTemplate transactions;

    Moving(
            Models models,
            MovesOfMany moves,
            Fates fates,
            MigrationWork work,
            AuditTrail audit,
            InstantSource businessClock,
            TransactionTemplate transactions) {
        this.models = models;
        this.moves = moves;
        this.fates = fates;
        this.work = work;
        this.audit = audit;
        this.businessTime = businessClock;
        this.transactions = transactions;
    }

    /** @return how many came to an outcome; 0 when nobody is left in the wave */
    public int move(Migration migration, String owner, int atMost) {
        return some(
                migration,
                () -> fates.toMove(migration.id(), migration.wave(), atMost),
                page -> move(migration, owner, page),
                failed -> failed(migration, owner, failed));
    }

    /** @return how many were taken back; 0 when nothing is left to take back */
    public int undo(Migration migration, String owner, int atMost) {
        Instant now = businessTime.instant();
        return some(
                migration,
                () -> fates.toUndo(migration.id(), now, atMost),
                page -> undo(migration, owner, page),
                stuck -> {
                    throw new IllegalStateException(stuck + " cannot be resolved; mend that, then resume the undo");
                });
    }

    private int some(
            Migration migration,
            Supplier<List<CustomerKey>> next,
            Consumer<List<CustomerKey>> together,
            Consumer<CustomerKey> whenOneFails) {
        List<CustomerKey> page = next.get();
        if (page.isEmpty()) {
            return 0;
        }
        try {
            transactions.executeWithoutResult(_ -> together.accept(page));
        } catch (RuntimeException failure) {
            if (failure instanceof NotOurs || CustomersToResolve.isPassing(failure)) {
                throw failure;
            }
            LOG.debug("Some of {} failed together and are taken one by one", migration.ref(), failure);
            page.forEach(customer -> alone(migration, customer, together, whenOneFails));
        }
        return page.size();
    }

    private void alone(
            Migration migration,
            CustomerKey customer,
            Consumer<List<CustomerKey>> together,
            Consumer<CustomerKey> whenItFails) {
        try {
            transactions.executeWithoutResult(_ -> together.accept(List.of(customer)));
        } catch (RuntimeException failure) {
            if (failure instanceof NotOurs || CustomersToResolve.isPassing(failure)) {
                throw failure;
            }
            LOG.warn("{} cannot be moved by {} and stays as it is", customer, migration.ref(), failure);
            whenItFails.accept(customer);
        }
    }

    private void failed(Migration migration, String owner, CustomerKey customer) {
        transactions.executeWithoutResult(_ -> {
            fates.became(
                    migration.id(),
                    List.of(new Became(
                            customer,
                            Outcome.FAILED,
                            "CANNOT_BE_RESOLVED",
                            "The log says why; it stays as it is",
                            null)),
                    false);
            NotOurs.unless(work.done(migration.id(), owner, 1), migration.id());
        });
    }

    private void move(Migration migration, String owner, List<CustomerKey> page) {
        Instant now = businessTime.instant();
        var judging =
                new Judging(migration.terms(), models.inForce(now).orElseThrow().model(), migration.ref(), now);
        Set<CustomerKey> byHand = Set.copyOf(fates.movedByHand(page, migration.terms()));
        var became = new ArrayList<Became>();
        var told = new ArrayList<AuditEntry>();
        Author by = by(migration);
        moves.move(
                page,
                state -> decided(migration, judging, state, byHand, by, became, told),
                Cause.ofMigration(by.actor(), migration.ref()));
        absent(page, became)
                .forEach(customer -> became.add(
                        Became.stays(customer, new Verdict.Stays(LeftOut.NOT_ON_VERSION, "It does not exist"))));
        audit.append(told);
        fates.became(migration.id(), became, false);
        NotOurs.unless(work.done(migration.id(), owner, page.size()), migration.id());
    }

    private static @Nullable Kept decided(
            Migration migration,
            Judging judging,
            CustomerState state,
            Set<CustomerKey> byHand,
            Author by,
            List<Became> became,
            List<AuditEntry> told) {
        CustomerKey customer = state.known().customer();
        return switch (judging.of(state, byHand.contains(customer))) {
            case Verdict.Stays stays -> {
                became.add(Became.stays(customer, stays));
                yield null;
            }
            case Verdict.Moves verdict -> {
                became.add(new Became(customer, Outcome.MOVED, null, null, verdict.at()));
                verdict.steps().forEach(step -> told.add(migrated(migration, customer, step, by)));
                yield judging.kept(state, verdict);
            }
        };
    }

    private static AuditEntry migrated(Migration migration, CustomerKey customer, Verdict.Step step, Author by) {
        return new AuditEntry(
                by,
                "subscription.migrated",
                "subscription",
                step.subscription().toString(),
                customer,
                Map.of("version", migration.terms().from().toString()),
                Map.of(
                        "version", migration.terms().to().toString(),
                        "from", step.at().toString(),
                        "migration", migration.id()));
    }

    /** Who was looked at in the preview and does not exist any more. */
    private static List<CustomerKey> absent(List<CustomerKey> page, List<Became> became) {
        Set<CustomerKey> there = new HashSet<>();
        became.forEach(one -> there.add(one.customer()));
        return page.stream().filter(customer -> !there.contains(customer)).toList();
    }

    private void undo(Migration migration, String owner, List<CustomerKey> page) {
        var became = new ArrayList<Became>();
        var told = new ArrayList<AuditEntry>();
        Author by = Objects.requireNonNull(migration.undoneBy(), "Nothing is taken back that nobody asked for");
        moves.move(
                page,
                state -> {
                    Instant now = businessTime.instant();
                    Kept kept = Judging.undone(state, migration.ref(), now);
                    became.add(undone(migration, state, kept, now));
                    if (kept != null) {
                        told.add(takenBack(migration, state.known().customer(), by));
                    }
                    return kept;
                },
                Cause.ofMigration(by.actor(), migration.ref()));
        absent(page, became)
                .forEach(customer -> became.add(new Became(customer, Outcome.UNDONE, "NOTHING_PLANNED", null, null)));
        audit.append(told);
        fates.became(migration.id(), became, true);
        NotOurs.unless(work.done(migration.id(), owner, page.size()), migration.id());
    }

    private static Became undone(Migration migration, CustomerState state, @Nullable Kept kept, Instant now) {
        CustomerKey customer = state.known().customer();
        if (kept != null) {
            return new Became(customer, Outcome.UNDONE, null, null, null);
        }
        return Judging.isThere(state, migration.terms(), migration.ref())
                ? new Became(customer, Outcome.MOVED, null, null, now)
                : new Became(customer, Outcome.UNDONE, "NOTHING_PLANNED", null, null);
    }

    private static AuditEntry takenBack(Migration migration, CustomerKey customer, Author by) {
        return new AuditEntry(
                by,
                "subscription.migration-undone",
                "migration",
                Long.toString(migration.id()),
                customer,
                Map.of("version", migration.terms().to().toString()),
                Map.of("version", migration.terms().from().toString()));
    }

    /** Nobody is left in the wave: the next one waits, or all of it has come to its end. */
    public void concludeWave(Migration migration, String owner) {
        transactions.executeWithoutResult(_ -> {
            Integer next = fates.nextWave(migration.id());
            boolean ours = next == null
                    ? ended(migration, owner, Migration.Status.COMPLETED)
                    : work.nextWave(
                            migration.id(),
                            owner,
                            next,
                            fates.inWave(migration.id(), next),
                            migration.terms().waves().pause());
            NotOurs.unless(ours, migration.id());
        });
    }

    public void concludeUndo(Migration migration, String owner) {
        transactions.executeWithoutResult(_ -> {
            fates.leaveTheRest(migration.id());
            NotOurs.unless(ended(migration, owner, Migration.Status.UNDONE), migration.id());
        });
    }

    private boolean ended(Migration migration, String owner, Migration.Status as) {
        audit.append(new AuditEntry(
                by(migration),
                as == Migration.Status.UNDONE ? "migration.undone" : "migration.completed",
                "migration",
                Long.toString(migration.id()),
                null,
                null,
                fates.counts(migration.id())));
        return work.end(migration.id(), owner, as);
    }

    private static Author by(Migration migration) {
        return Objects.requireNonNull(migration.startedBy(), "Nothing moves that nobody started");
    }
}
