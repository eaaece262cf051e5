package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.KeptPhase;
import dev.plumbline.entitlement.record.Cause;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.ModelStage;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.entitlement.record.StoredJson;
import dev.plumbline.sync.inbox.Inbox;
import dev.plumbline.sync.pass.ApplyUnit;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.pass.WorkList;
import dev.plumbline.sync.simulation.Rows.CustomerRow;
import dev.plumbline.sync.simulation.Rows.VersionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.dao.ConcurrencyFailureException;

/** All of it in memory. What the pass does here goes through the production pass; people's writes are made as theirs are. */
final class InMemoryStorage implements Storage {
    private final SimulatedClock clock;
    private final InMemoryDatabase database;
    private final Rows rows = new Rows();
    private final InMemoryWork work;
    private final InMemoryLedger ledger;
    private final List<ModelRevision> models;
    private final Broken broken;

    /** @param models the one in force at first, and the one that is published instead of it */
    InMemoryStorage(SimulatedClock clock, Hazards hazards, List<ModelRevision> models, Broken broken) {
        this.clock = clock;
        this.database = new InMemoryDatabase(hazards);
        this.models = models;
        this.broken = broken;
        this.work = new InMemoryWork(database, rows, clock, broken);
        this.ledger = new InMemoryLedger(database, rows, broken);
        publish();
    }

    @Override
    public Inbox inbox() {
        return work;
    }

    @Override
    public WorkList work() {
        return work;
    }

    @Override
    public ApplyUnit.Units units() {
        return new ApplyUnit.Units() {
            @Override
            public <T> T inOneTransaction(Function<ApplyUnit, T> applying) {
                return database.transaction(
                        () -> applying.apply(new InMemoryUnit(database, rows, ledger, clock, broken)));
            }
        };
    }

    @Override
    public Recording.Line models() {
        return (newest, _) -> List.of(new ModelStage(
                Instant.MIN, Objects.requireNonNull(rows.models.rows().get(newest))));
    }

    @Override
    public void apart(Runnable others) {
        database.apart(others);
    }

    // what people do

    @Override
    public void create(CustomerKey customer) {
        write(() -> database.put(rows.customers, customer, CustomerRow.NEW));
    }

    @Override
    public void bind(SubjectRef subject, CustomerKey to) {
        database.transaction(() -> {
            touched(subject);
            var affected = new TreeSet<>(Set.of(to));
            Optional.ofNullable(database.get(rows.links, subject)).ifPresent(affected::add);
            write(() -> affected.forEach(customer -> database.lock(rows.customers, customer)));
            CustomerKey held = database.get(rows.links, subject);
            if (held != null && !affected.contains(held)) {
                throw new ConcurrencyFailureException("The link is being moved by others");
            }
            write(() -> database.put(rows.links, subject, to));
            write(() -> database.remove(rows.unlinked, subject));
            mark(affected);
            return true;
        });
    }

    @Override
    public void unbind(SubjectRef subject, CustomerKey from) {
        database.transaction(() -> {
            touched(subject);
            write(() -> database.lock(rows.customers, from));
            if (from.equals(database.get(rows.links, subject))) {
                write(() -> database.remove(rows.links, subject));
                write(() -> database.put(rows.unlinked, subject, from));
                mark(Set.of(from));
            }
            return true;
        });
    }

    private void touched(SubjectRef subject) {
        var account = new BillingAccount(Provider.of(subject.provider()).orElseThrow(), subject.account());
        work.mark(new Subject(account, Subject.CUSTOMER, subject.id()), Claim.Cause.LINK);
    }

    @Override
    public void add(CustomerKey customer, KeptOverride.Terms terms) {
        decide(customer, () -> {
            String id = "ovr_" + rows.next();
            database.put(rows.overrides, id, new Rows.PersonsOverride(customer, terms.fact(id, clock.instant())));
        });
    }

    @Override
    public void add(CustomerKey customer, KeptPhase.Terms terms) {
        decide(customer, () -> {
            String id = "phs_" + rows.next();
            database.put(
                    rows.phases,
                    id,
                    new Rows.Phase(
                            customer,
                            new Facts.ManualPhase(
                                    id,
                                    terms.kind(),
                                    terms.plan(),
                                    terms.term(),
                                    terms.from(),
                                    terms.until(),
                                    terms.billingAnchor(),
                                    terms.quantities())));
        });
    }

    @Override
    public void endOverride(CustomerKey customer, Instant at) {
        decide(
                customer,
                () -> open(rows.overrides.rows().values(), customer, at).ifPresent(open -> {
                    Facts.CustomerOverride was = open.fact();
                    database.put(
                            rows.overrides,
                            was.id(),
                            new Rows.PersonsOverride(
                                    customer,
                                    new Facts.CustomerOverride(
                                            was.id(),
                                            was.feature(),
                                            was.effect(),
                                            was.value(),
                                            was.validFrom(),
                                            at,
                                            was.user(),
                                            was.ignoreAvailability(),
                                            was.createdAt())));
                }));
    }

    private static Optional<Rows.PersonsOverride> open(
            Collection<Rows.PersonsOverride> all, CustomerKey customer, Instant at) {
        return all.stream()
                .filter(override -> override.customer().equals(customer))
                .filter(override -> override.fact().validUntil().isAfter(at)
                        && override.fact().validFrom().isBefore(at))
                .findFirst();
    }

    @Override
    public void endPhase(CustomerKey customer, Instant at) {
        decide(
                customer,
                () -> rows.phases.rows().values().stream()
                        .filter(phase -> phase.customer().equals(customer))
                        .map(Rows.Phase::fact)
                        .filter(phase -> phase.from().isBefore(at)
                                && (phase.until() == null || phase.until().isAfter(at)))
                        .findFirst()
                        .ifPresent(was -> database.put(
                                rows.phases,
                                was.id(),
                                new Rows.Phase(
                                        customer,
                                        new Facts.ManualPhase(
                                                was.id(),
                                                was.kind(),
                                                was.plan(),
                                                was.term(),
                                                was.from(),
                                                at,
                                                was.billingAnchor(),
                                                was.quantities())))));
    }

    private void decide(CustomerKey customer, Runnable change) {
        database.transaction(() -> {
            boolean there = database.statement(false, () -> {
                database.lock(rows.customers, customer);
                return database.get(rows.customers, customer) != null;
            });
            if (there) {
                write(change);
                mark(Set.of(customer));
            }
            return true;
        });
    }

    private void mark(Set<CustomerKey> customers) {
        write(() ->
                customers.forEach(customer -> database.edit(rows.customers, customer, row -> row.marked(rows.next()))));
    }

    private void write(Runnable change) {
        database.statement(true, () -> {
            change.run();
            return true;
        });
    }

    @Override
    public void publish() {
        write(() -> {
            long revision = database.all(rows.models).size() + 1L;
            ModelRevision next = models.get((int) ((revision - 1) % models.size()));
            database.put(
                    rows.models,
                    revision,
                    new ModelRevision(revision, next.source(), "", clock.instant(), "test", null, next.model()));
        });
    }

    // what runs in the background

    @Override
    public int resolveEdited(Recording recording, int atMost) {
        return resolve(recording, row -> row.dirtySeq() != null, Cause.ofCustomer(), atMost);
    }

    @Override
    public int resolveBehind(Recording recording, int atMost) {
        long newest = ledger.currentRevision();
        return resolve(recording, row -> row.resolvedRevision() < newest, Cause.ofModel(), atMost);
    }

    /** One by one, as {@code CustomersToResolve} does after a batch that failed. */
    private int resolve(Recording recording, Predicate<CustomerRow> wanted, Cause cause, int atMost) {
        List<CustomerKey> found = database.statement(
                false,
                () -> database.all(rows.customers).entrySet().stream()
                        .filter(entry -> wanted.test(entry.getValue())
                                && !database.isHeldByAnother(rows.customers, entry.getKey()))
                        .map(Map.Entry::getKey)
                        .limit(atMost)
                        .toList());
        for (CustomerKey customer : found) {
            database.transaction(() -> {
                write(() -> database.lock(rows.customers, customer));
                CustomerRow row = database.get(rows.customers, customer);
                if (row != null && wanted.test(row)) {
                    recording.record(ledger, customer, cause);
                    write(() -> database.edit(rows.customers, customer, done -> done.marked(null)));
                }
                return true;
            });
        }
        return found.size();
    }

    @Override
    public int relay() {
        return database.transaction(() -> {
            int[] placed = {0};
            write(() -> {
                long[] last = {
                    database.list(rows.outbox).stream()
                            .map(Rows.OutboxRow::position)
                            .filter(Objects::nonNull)
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0)
                };
                database.all(rows.outbox).entrySet().stream()
                        .filter(row -> row.getValue().position() == null)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList()
                        .forEach(id -> {
                            placed[0]++;
                            database.edit(rows.outbox, id, row -> new Rows.OutboxRow(row.change(), ++last[0]));
                        });
            });
            return placed[0];
        });
    }

    // what the judge looks at

    @Override
    public List<InboxRow> inboxRows() {
        return rows.inbox.rows().values().stream()
                .map(row -> new InboxRow(row.event(), row.deliveries()))
                .sorted(Comparator.comparing(InboxRow::event))
                .toList();
    }

    @Override
    public Optional<Instant> nextMoment() {
        return rows.subjects.rows().values().stream()
                .filter(row -> row.dirtySeq != null && !row.quarantined)
                .map(row -> row.leaseUntil != null && row.leaseUntil.isAfter(row.dueAt) ? row.leaseUntil : row.dueAt)
                .min(Comparator.naturalOrder());
    }

    @Override
    public List<String> unfinished() {
        var unfinished = new ArrayList<String>();
        rows.subjects.rows().forEach((subject, row) -> {
            if (row.dirtySeq != null || row.quarantined || !row.isFree(clock.instant())) {
                unfinished.add(subject + " is dirty " + row.dirtySeq + ", leased until " + row.leaseUntil
                        + ", quarantined " + row.quarantined);
            }
        });
        rows.customers.rows().forEach((customer, row) -> {
            if (row.dirtySeq() != null
                    || row.resolvedRevision() < rows.models.rows().size()) {
                unfinished.add(customer + " is " + row);
            }
        });
        return unfinished;
    }

    @Override
    public List<CustomerKey> customers() {
        return rows.customers.rows().keySet().stream().sorted().toList();
    }

    @Override
    public Set<SubjectRef> subjectsOf(CustomerKey customer) {
        var subjects = new TreeSet<SubjectRef>();
        rows.links.rows().forEach((subject, of) -> {
            if (of.equals(customer)) {
                subjects.add(subject);
            }
        });
        return subjects;
    }

    @Override
    public Set<SubjectRef> unlinkedByPeople() {
        return rows.unlinked.rows().keySet();
    }

    @Override
    public List<Version> versions(CustomerKey customer) {
        return rows.history.rows().entrySet().stream()
                .filter(entry -> entry.getKey().customer().equals(customer))
                .sorted(Comparator.comparingLong(entry -> entry.getKey().version()))
                .map(entry -> new Version(
                        entry.getKey().version(),
                        entry.getValue().cause().kind(),
                        entry.getValue().resolution().hash(),
                        () -> StoredJson.write(entry.getValue().resolution().timeline())
                                + StoredJson.write(entry.getValue().resolution().factsInForce())))
                .toList();
    }

    @Override
    public long versionInForce(CustomerKey customer) {
        CustomerRow row = rows.customers.rows().get(customer);
        return row == null ? 0 : row.version();
    }

    @Override
    public List<Long> auditedVersions(CustomerKey customer) {
        return rows.audit.rows().values().stream()
                .filter(version -> version.customer().equals(customer))
                .map(VersionKey::version)
                .sorted()
                .toList();
    }

    @Override
    public List<Relayed> outbox() {
        return rows.outbox.rows().values().stream()
                .map(row -> new Relayed(
                        Optional.of(row.change().customer()),
                        row.change().version(),
                        row.position() == null ? 0 : row.position()))
                .sorted(Comparator.comparingLong(Relayed::position))
                .toList();
    }

    @Override
    public Optional<String> brokenChain() {
        return Optional.empty();
    }
}
