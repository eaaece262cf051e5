package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Urgency;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.sync.inbox.Admitted;
import dev.plumbline.sync.inbox.Disposition;
import dev.plumbline.sync.inbox.Inbox;
import dev.plumbline.sync.inbox.Kept;
import dev.plumbline.sync.pass.Asking;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Lane;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.pass.WorkList;
import dev.plumbline.sync.simulation.Rows.InboxRow;
import dev.plumbline.sync.simulation.Rows.SubjectRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The inbox and the work list as PostgreSQL keeps them, statement for statement. {@link StoreContractTest} holds both to it. */
final class InMemoryWork implements WorkList, Inbox {
    private final InMemoryDatabase database;
    private final Rows rows;
    private final InstantSource clock;
    private final Broken broken;

    InMemoryWork(InMemoryDatabase database, Rows rows, InstantSource clock, Broken broken) {
        this.database = database;
        this.rows = rows;
        this.clock = clock;
        this.broken = broken;
    }

    // inbox

    @Override
    public Kept keep(Admitted admitted) {
        var event = (Hint.Event) admitted.hint();
        return database.statement(true, () -> {
            Optional<Long> before = broken == Broken.DEDUPE
                    ? Optional.empty()
                    : database.all(rows.inbox).entrySet().stream()
                            .filter(row -> row.getValue().event().equals(event.id()))
                            .map(Map.Entry::getKey)
                            .findFirst();
            if (before.isPresent()) {
                database.edit(rows.inbox, before.get(), InboxRow::again);
                return new Kept(admitted, false);
            }
            long mark = rows.next();
            Subject subject = admitted.disposition() instanceof Disposition.LookAt(var kind, var id)
                    ? new Subject(admitted.delivery().account(), kind, id)
                    : null;
            database.put(rows.inbox, mark, new InboxRow(event.id(), 1, subject, admitted.delivery()));
            if (subject != null) {
                edit(subject, row -> markedByEvent(row, mark, event.closely()));
            }
            return new Kept(admitted, true);
        });
    }

    private void markedByEvent(SubjectRow row, long mark, boolean closely) {
        Instant now = clock.instant();
        boolean waits = row.dirtySeq != null && !row.quarantined;
        row.dueAt = waits ? earlier(row.dueAt, row.attempts > 0 ? now.plusSeconds(5) : now) : now;
        row.attempts = row.quarantined ? 0 : row.attempts;
        row.dirtySeq = mark;
        row.cause = Claim.Cause.EVENT;
        row.closely = row.closely || closely;
        row.quarantined = false;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    // work list

    @Override
    public long mark(Subject subject, Claim.Cause cause) {
        return mark(subject, cause, false);
    }

    @Override
    public void mark(Collection<Subject> subjects, Claim.Cause cause) {
        subjects.forEach(subject -> mark(subject, cause));
    }

    private long mark(Subject subject, Claim.Cause cause, boolean closely) {
        return database.statement(true, () -> {
            long mark = rows.next();
            edit(subject, row -> {
                boolean stays = row.dirtySeq != null && (row.cause == Claim.Cause.EVENT || cause == Claim.Cause.SWEEP);
                row.cause = stays ? row.cause : cause;
                row.closely = row.closely || closely;
                row.dueAt = row.dirtySeq != null && !row.quarantined
                        ? earlier(row.dueAt, clock.instant())
                        : clock.instant();
                row.dirtySeq = mark;
                row.attempts = 0;
                row.faults = 0;
                row.quarantined = false;
            });
            return mark;
        });
    }

    @Override
    public long appliedMark(Subject subject) {
        return database.statement(false, () -> {
            SubjectRow row = database.get(rows.subjects, subject);
            return row == null ? 0 : row.appliedSeq;
        });
    }

    @Override
    public Set<Lane> lanesWithWork(Collection<BillingAccount> accounts) {
        Instant now = clock.instant();
        return database.statement(
                false,
                () -> database.all(rows.subjects).entrySet().stream()
                        .filter(entry ->
                                entry.getValue().isDue(now) && entry.getValue().isFree(now))
                        .map(entry -> lane(entry.getKey(), entry.getValue()))
                        .filter(lane -> accounts.contains(lane.account()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Lane lane(Subject subject, SubjectRow row) {
        return new Lane(subject.account(), row.cause.isLive() ? Urgency.LIVE : Urgency.BACKFILL);
    }

    @Override
    public List<Claim> claim(Lane lane, int atMost, Duration lease) {
        Instant now = clock.instant();
        return database.statement(true, () -> {
            List<Claim> claims = new ArrayList<>();
            database.all(rows.subjects).entrySet().stream()
                    .filter(entry -> entry.getValue().isDue(now)
                            && entry.getValue().isFree(now)
                            && lane(entry.getKey(), entry.getValue()).equals(lane)
                            && !database.isHeldByAnother(rows.subjects, entry.getKey()))
                    .sorted(Comparator.comparing(entry -> entry.getValue().dueAt))
                    .limit(atMost)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(subject -> edit(subject, row -> {
                        row.fence = rows.next();
                        row.leaseUntil = now.plus(lease);
                        claims.add(new Claim(
                                subject,
                                Objects.requireNonNull(row.dirtySeq),
                                row.fence,
                                row.cause,
                                row.attempts,
                                row.faults,
                                row.closely));
                    }));
            return claims;
        });
    }

    @Override
    public Asked toAsk(Claim claim) {
        return Asking.about(claim, known(claim.subject()).orElse(null));
    }

    private Optional<BillingSnapshot> known(Subject subject) {
        return database.statement(false, () -> Optional.ofNullable(database.get(rows.snapshots, subject.ref())));
    }

    @Override
    public List<byte[]> bodiesOf(Claim claim) {
        return database.statement(false, () -> {
            SubjectRow subject = database.get(rows.subjects, claim.subject());
            long applied = subject == null ? 0 : subject.appliedSeq;
            return database.all(rows.inbox).entrySet().stream()
                    .filter(row -> row.getKey() > applied && row.getKey() <= claim.seen())
                    .filter(row -> claim.subject().equals(row.getValue().subject()))
                    .sorted(Map.Entry.<Long, InboxRow>comparingByKey().reversed())
                    .limit(5)
                    .map(row -> row.getValue().delivery().body())
                    .toList();
        });
    }

    /** What an account sells is not part of these histories. */
    @Override
    public void markMapped(BillingAccount account) {}

    /** A worker that stops in good order is not part of these histories: those that die are. */
    @Override
    public void release(Claim claim) {
        held(claim, row -> row.leaseUntil = null);
    }

    @Override
    public boolean renew(Claim claim, Duration lease) {
        return database.statement(true, () -> {
            SubjectRow row = database.get(rows.subjects, claim.subject());
            boolean ours = row != null && row.fence == claim.fence() && row.leaseUntil != null;
            if (ours) {
                edit(claim.subject(), held -> held.leaseUntil = clock.instant().plus(lease));
            }
            return ours;
        });
    }

    @Override
    public void retry(Claim claim, Duration after, String why) {
        held(claim, row -> {
            row.attempts++;
            row.leaseUntil = null;
            row.dueAt = clock.instant().plus(after);
        });
    }

    @Override
    public void retryFault(Claim claim, Duration after, String why) {
        held(claim, row -> {
            row.attempts++;
            row.faults++;
            row.leaseUntil = null;
            row.dueAt = clock.instant().plus(after);
        });
    }

    @Override
    public void quarantine(Claim claim, String why) {
        held(claim, row -> {
            // What is new meanwhile gets all its tries.
            row.attempts = isSeen(row, claim) ? row.attempts + 1 : 0;
            row.faults = 0;
            row.leaseUntil = null;
            row.quarantined = row.quarantined || isSeen(row, claim);
        });
    }

    @Override
    public void reviveQuarantined() {
        database.statement(true, () -> {
            database.all(rows.subjects).entrySet().stream()
                    .filter(entry -> entry.getValue().quarantined)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(subject -> edit(subject, row -> {
                        row.quarantined = false;
                        row.attempts = 0;
                        row.faults = 0;
                        row.dueAt = clock.instant();
                    }));
            return true;
        });
    }

    @Override
    public void found(Claim claim, Optional<ProviderCustomer> customer) {
        database.transaction(() -> {
            customer.ifPresent(found -> mark(Subject.of(found), claim.cause(), claim.closely()));
            held(claim, row -> {
                row.appliedFence = claim.fence();
                row.appliedSeq = claim.seen();
                row.appliedAt = clock.instant();
                row.leaseUntil = null;
                row.attempts = 0;
                row.faults = 0;
                row.closely = row.closely && !isSeen(row, claim);
                row.dirtySeq = isSeen(row, claim) ? null : row.dirtySeq;
            });
            return true;
        });
    }

    @Override
    public List<ProviderCustomer> witnesses(ProviderCustomer besides) {
        Instant weekAgo = clock.instant().minus(Duration.ofDays(7));
        return database.statement(
                false,
                () -> database.all(rows.subjects).entrySet().stream()
                        .filter(entry -> entry.getKey().isCustomer()
                                && entry.getKey().account().equals(besides.account())
                                && !entry.getKey().customer().equals(besides))
                        .filter(entry -> !entry.getValue().gone && !entry.getValue().quarantined)
                        .filter(entry -> entry.getValue().appliedAt != null
                                && entry.getValue().appliedAt.isAfter(weekAgo))
                        .sorted(Comparator.comparing((Map.Entry<Subject, Rows.SubjectRow> entry) ->
                                        Objects.requireNonNull(entry.getValue().appliedAt))
                                .reversed())
                        .limit(5)
                        .map(entry -> entry.getKey().customer())
                        .toList());
    }

    static boolean isSeen(SubjectRow row, Claim claim) {
        return row.dirtySeq != null && row.dirtySeq == claim.seen();
    }

    private void held(Claim claim, Consumer<SubjectRow> change) {
        database.statement(true, () -> {
            SubjectRow row = database.get(rows.subjects, claim.subject());
            if (row != null && row.fence == claim.fence()) {
                edit(claim.subject(), change);
            }
            return true;
        });
    }

    /** Inserts it when there is none. */
    private void edit(Subject subject, Consumer<SubjectRow> change) {
        database.lock(rows.subjects, subject);
        SubjectRow row = database.get(rows.subjects, subject);
        SubjectRow changed = row == null ? new SubjectRow() : row.copy();
        change.accept(changed);
        database.put(rows.subjects, subject, changed);
    }
}
