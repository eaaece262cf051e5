package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Urgency;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.sync.inbox.Admitted;
import dev.plumbline.sync.inbox.Disposition;
import dev.plumbline.sync.inbox.Inbox;
import dev.plumbline.sync.inbox.Kept;
import dev.plumbline.sync.pass.ApplyUnit;
import dev.plumbline.sync.pass.Belief;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Lane;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.pass.WorkList;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The work list, the inbox and the apply transaction as PostgreSQL keeps them, in memory: the same contract, each method whole
 * or not at all. {@link StoreContractTest} holds both against it.
 */
final class InMemoryStore implements WorkList, Inbox, ApplyUnit.Units {
    private final InstantSource clock;
    final InMemoryLedger ledger;
    final Map<String, Integer> inbox = new LinkedHashMap<>();
    private final Map<Subject, Row> subjects = new LinkedHashMap<>();
    private long marks;
    private long fences;
    /** Parts of the contract that a test switches off, to see that somebody notices. */
    final Broken broken;

    /** What may be broken on purpose. */
    record Broken(boolean fence, boolean conditionalClear, boolean dedupe, boolean askingById) {
        static final Broken NOTHING = new Broken(false, false, false, false);
    }

    InMemoryStore(InstantSource clock, InMemoryLedger ledger, Broken broken) {
        this.clock = clock;
        this.ledger = ledger;
        this.broken = broken;
    }

    private static final class Row {
        @Nullable
        Long dirtySeq;

        Claim.Cause cause = Claim.Cause.EVENT;
        Instant dueAt = Instant.MIN;
        Instant leaseUntil = Instant.MIN;
        long fence;
        long appliedFence;
        long appliedSeq;

        @Nullable
        Instant absentSince;

        int attempts;
        int faults;
        boolean quarantined;
        boolean gone;

        @Nullable
        Instant appliedAt;
    }

    // inbox

    @Override
    public Kept keep(Admitted admitted) {
        var event = (dev.plumbline.connectors.Hint.Event) admitted.hint();
        boolean fresh = inbox.merge(event.id(), 1, Integer::sum) == 1;
        if ((fresh || broken.dedupe()) && admitted.disposition() instanceof Disposition.LookAt(var kind, var id)) {
            mark(new Subject(admitted.delivery().account(), kind, id), Claim.Cause.EVENT);
        }
        return new Kept(admitted, fresh);
    }

    // work list

    @Override
    public long mark(Subject subject, Claim.Cause cause) {
        Row row = subjects.computeIfAbsent(subject, _ -> new Row());
        row.cause = row.dirtySeq != null && !cause.isLive() ? row.cause : cause;
        row.dirtySeq = ++marks;
        row.quarantined = false;
        if (row.attempts == 0 || cause != Claim.Cause.EVENT) {
            row.dueAt = clock.instant();
        }
        return marks;
    }

    @Override
    public long appliedMark(Subject subject) {
        Row row = subjects.get(subject);
        return row == null ? 0 : row.appliedSeq;
    }

    /** Of any lane. */
    List<Claim> claim(int atMost, Duration lease) {
        return claim(any -> true, atMost, lease);
    }

    @Override
    public List<Claim> claim(Lane lane, int atMost, Duration lease) {
        return claim(lane::equals, atMost, lease);
    }

    @Override
    public Set<Lane> lanesWithWork(Collection<BillingAccount> accounts) {
        Instant now = clock.instant();
        return subjects.entrySet().stream()
                .filter(entry -> isDue(entry.getValue(), now))
                .map(entry -> lane(entry.getKey(), entry.getValue()))
                .filter(lane -> accounts.contains(lane.account()))
                .collect(Collectors.toSet());
    }

    private static Lane lane(Subject subject, Row row) {
        return new Lane(subject.account(), row.cause.isLive() ? Urgency.LIVE : Urgency.BACKFILL);
    }

    private static boolean isDue(Row row, Instant now) {
        return row.dirtySeq != null && !row.quarantined && !row.dueAt.isAfter(now) && !row.leaseUntil.isAfter(now);
    }

    private List<Claim> claim(Predicate<Lane> wanted, int atMost, Duration lease) {
        Instant now = clock.instant();
        List<Claim> claims = new ArrayList<>();
        subjects.entrySet().stream()
                .filter(entry -> isDue(entry.getValue(), now))
                .filter(entry -> wanted.test(lane(entry.getKey(), entry.getValue())))
                .sorted(Comparator.comparing(entry -> entry.getValue().dueAt))
                .limit(atMost)
                .toList()
                .forEach(entry -> claims.add(claimed(entry.getKey(), entry.getValue(), now.plus(lease))));
        return claims;
    }

    private Claim claimed(Subject subject, Row row, Instant leaseUntil) {
        row.fence = ++fences;
        row.leaseUntil = leaseUntil;
        return new Claim(
                subject,
                java.util.Objects.requireNonNull(row.dirtySeq),
                row.fence,
                row.cause,
                row.attempts,
                row.faults,
                false);
    }

    @Override
    public Set<String> knownSubscriptions(Subject subject) {
        BillingSnapshot known = ledger.snapshots.get(subject.ref());
        return known == null
                ? Set.of()
                : known.subscriptions().stream()
                        .map(BillingSnapshot.Subscription::id)
                        .collect(Collectors.toSet());
    }

    @Override
    public boolean renew(Claim claim, Duration lease) {
        Optional<Row> row = held(claim).filter(held -> held.leaseUntil.isAfter(Instant.MIN));
        row.ifPresent(held -> held.leaseUntil = clock.instant().plus(lease));
        return row.isPresent();
    }

    @Override
    public void retry(Claim claim, Duration after, String why) {
        held(claim).ifPresent(row -> {
            row.attempts++;
            row.leaseUntil = Instant.MIN;
            row.dueAt = clock.instant().plus(after);
        });
    }

    @Override
    public void retryFault(Claim claim, Duration after, String why) {
        held(claim).ifPresent(row -> row.faults++);
        retry(claim, after, why);
    }

    @Override
    public void quarantine(Claim claim, String why) {
        held(claim).ifPresent(row -> {
            row.leaseUntil = Instant.MIN;
            row.faults = 0;
            row.quarantined = row.dirtySeq != null && row.dirtySeq == claim.seen();
        });
    }

    @Override
    public void reviveQuarantined() {
        subjects.values().forEach(row -> row.quarantined = false);
    }

    @Override
    public void found(Claim claim, Optional<ProviderCustomer> customer) {
        customer.ifPresent(found -> mark(Subject.of(found), claim.cause()));
        held(claim).ifPresent(row -> {
            row.appliedFence = claim.fence();
            row.appliedSeq = claim.seen();
            row.leaseUntil = Instant.MIN;
            if (row.dirtySeq != null && row.dirtySeq == claim.seen()) {
                row.dirtySeq = null;
            }
        });
    }

    @Override
    public Optional<ProviderCustomer> witness(ProviderCustomer besides) {
        return subjects.entrySet().stream()
                .filter(entry ->
                        entry.getKey().isCustomer() && entry.getKey().account().equals(besides.account()))
                .filter(entry -> !entry.getKey().customer().equals(besides) && !entry.getValue().gone)
                .filter(entry -> entry.getValue().appliedAt != null)
                .map(entry -> entry.getKey().customer())
                .findFirst();
    }

    private Optional<Row> held(Claim claim) {
        return Optional.ofNullable(subjects.get(claim.subject())).filter(row -> row.fence == claim.fence());
    }

    // apply

    @Override
    public <T> T inOneTransaction(Function<ApplyUnit, T> work) {
        return work.apply(new Unit());
    }

    private final class Unit implements ApplyUnit {
        @Override
        public SubjectState lock(Subject subject) {
            Row row = row(subject);
            return new SubjectState(broken.fence() ? -1 : row.appliedFence, row.appliedSeq, row.absentSince);
        }

        @Override
        public @Nullable BillingSnapshot known(SubjectRef subject) {
            return ledger.snapshots.get(subject);
        }

        @Override
        public void keep(BillingSnapshot snapshot, Instant fetchedAt) {
            ledger.snapshots.put(snapshot.subject(), snapshot);
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
            Row row = row(claim.subject());
            row.appliedFence = claim.fence();
            row.appliedSeq = claim.seen();
            row.appliedAt = clock.instant();
            row.gone = gone;
            row.absentSince = null;
            row.attempts = 0;
            row.faults = 0;
            release(row, claim);
            if (broken.conditionalClear() || (row.dirtySeq != null && row.dirtySeq == claim.seen())) {
                row.dirtySeq = null;
            }
        }

        @Override
        public void settleAfter(Claim claim, Duration delay) {
            Row row = row(claim.subject());
            if (row.dirtySeq == null) {
                row.dirtySeq = ++marks;
                row.cause = Claim.Cause.SETTLE;
                row.dueAt = clock.instant().plus(delay);
            }
        }

        @Override
        public void lookAgain(Claim claim, Belief.LookAgain later) {
            Row row = row(claim.subject());
            row.absentSince = later.absentSince();
            release(row, claim);
            if (row.dirtySeq != null && row.dirtySeq == claim.seen()) {
                row.dueAt = clock.instant().plus(later.after());
            }
        }

        private Row row(Subject subject) {
            return java.util.Objects.requireNonNull(subjects.get(subject));
        }

        private void release(Row row, Claim claim) {
            if (row.fence == claim.fence()) {
                row.leaseUntil = Instant.MIN;
            }
        }
    }

    // what the simulation looks at

    /** When the next subject falls due or loses its lease; empty when none waits for anything. */
    Optional<Instant> nextMoment() {
        return subjects.values().stream()
                .filter(row -> row.dirtySeq != null && !row.quarantined)
                .map(row -> row.dueAt.isAfter(row.leaseUntil) ? row.dueAt : row.leaseUntil)
                .min(Comparator.naturalOrder());
    }

    Map<Subject, String> unfinished() {
        var unfinished = new HashMap<Subject, String>();
        subjects.forEach((subject, row) -> {
            if (row.dirtySeq != null || row.quarantined || row.leaseUntil.isAfter(clock.instant())) {
                unfinished.put(subject, "dirty " + row.dirtySeq + ", quarantined " + row.quarantined);
            }
        });
        return unfinished;
    }
}
