package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.Fetched;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.Cause;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.Recorded;
import dev.plumbline.sync.pass.Belief;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Look;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.simulation.Storage.InboxRow;
import dev.plumbline.sync.simulation.Storage.Relayed;
import dev.plumbline.sync.simulation.Storage.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The invariants of 05 after everything came to rest: (a) everybody has what the billing systems say and people decided, (b) every
 * answer 2xx has its inbox row, (c) versions have no gap, with one audit row each, (d) nobody waits. The fifth, that the same seed
 * gives the same, is the test's to compare.
 */
final class Judge {
    private final Storage storage;
    private final Node node;
    private final SimulatedClock clock;

    Judge(Storage storage, Node node, SimulatedClock clock) {
        this.storage = storage;
        this.node = node;
        this.clock = clock;
    }

    Optional<String> judge(List<String> atProvider, Deliveries deliveries, InMemoryTransport transport) {
        transport.unlisted.clear();
        return nobodyWaits()
                .or(() -> everyAnswerHasItsRow(deliveries))
                .or(this::versionsHaveNoGap)
                .or(this::changesAreInOneOrder)
                .or(storage::brokenChain)
                .or(() -> nobodyIsForgotten(atProvider))
                .or(this::everybodyHasWhatIsTrue);
    }

    /** (d). */
    private Optional<String> nobodyWaits() {
        List<String> unfinished = storage.unfinished();
        return unfinished.isEmpty() ? Optional.empty() : Optional.of("(d) " + unfinished);
    }

    /** (b), and F-1: an event is kept once and counted as often as it came. */
    private Optional<String> everyAnswerHasItsRow(Deliveries deliveries) {
        var kept = new HashMap<String, Integer>();
        for (InboxRow row : storage.inboxRows()) {
            if (kept.put(row.event(), row.deliveries()) != null) {
                return Optional.of("(b) " + row.event() + " is kept twice");
            }
        }
        for (Map.Entry<String, Integer> answered : deliveries.answers().entrySet()) {
            Integer counted = kept.get(answered.getKey());
            if (counted == null) {
                return Optional.of("(b) " + answered.getKey() + " was answered 2xx and is not kept");
            }
            if (counted < answered.getValue() || counted > deliveries.triesOf(answered.getKey())) {
                return Optional.of("(b) " + answered.getKey() + " came " + answered.getValue() + " times, of "
                        + deliveries.triesOf(answered.getKey()) + " tries, and is counted " + counted + " times");
            }
        }
        return Optional.empty();
    }

    /** (c). */
    private Optional<String> versionsHaveNoGap() {
        for (CustomerKey customer : storage.customers()) {
            List<Version> versions = storage.versions(customer);
            List<Long> wanted =
                    LongStream.rangeClosed(1, versions.size()).boxed().toList();
            if (!versions.stream().map(Version::version).toList().equals(wanted)) {
                return Optional.of("(c) the versions of " + customer + " have a gap: " + versions);
            }
            if (storage.versionInForce(customer) != versions.size()) {
                return Optional.of("(c) " + customer + " has version " + storage.versionInForce(customer) + " of "
                        + versions.size());
            }
            if (!storage.auditedVersions(customer).equals(wanted)) {
                return Optional.of("(c) the audit tells of " + storage.auditedVersions(customer) + " of " + customer
                        + ", who has " + wanted);
            }
            for (int i = 1; i < versions.size(); i++) {
                if (versions.get(i).content().equals(versions.get(i - 1).content())) {
                    return Optional.of("(c) version " + (i + 1) + " of " + customer + " changes nothing");
                }
            }
        }
        return Optional.empty();
    }

    /** (c): whoever listens hears every change once, those of a customer in their order. */
    private Optional<String> changesAreInOneOrder() {
        List<Relayed> outbox = storage.outbox();
        var last = new HashMap<CustomerKey, Long>();
        for (int i = 0; i < outbox.size(); i++) {
            Relayed relayed = outbox.get(i);
            CustomerKey customer = relayed.customer().orElse(null);
            if (relayed.position() != i + 1
                    || (customer != null && last.getOrDefault(customer, 0L) + 1 != relayed.version())) {
                return Optional.of("(c) what was relayed is not in one order: " + outbox);
            }
            if (customer != null) {
                last.put(customer, relayed.version());
            }
        }
        for (CustomerKey customer : storage.customers()) {
            if (last.getOrDefault(customer, 0L) != storage.versionInForce(customer)) {
                return Optional.of("(c) not every version of " + customer + " was relayed: " + outbox);
            }
        }
        return Optional.empty();
    }

    /** (a): who is there at the provider is somebody's, unless a person did not want it so, or the key of its own is taken. */
    private Optional<String> nobodyIsForgotten(List<String> atProvider) {
        var linked = new TreeSet<SubjectRef>();
        storage.customers().forEach(customer -> linked.addAll(storage.subjectsOf(customer)));
        return atProvider.stream()
                .filter(id -> !linked.contains(History.ref(id)))
                .filter(id -> !storage.unlinkedByPeople().contains(History.ref(id)))
                .filter(id -> storage.subjectsOf(new CustomerKey(id)).isEmpty())
                .filter(id -> !truth(History.ref(id), Set.of()).gone())
                .findFirst()
                .map(id -> "(a) " + id + " is nobody's");
    }

    /** (a). */
    private Optional<String> everybodyHasWhatIsTrue() {
        for (CustomerKey customer : storage.customers()) {
            CustomerState state = state(customer);
            Map<SubjectRef, BillingSnapshot> believed = state.snapshots().stream()
                    .collect(Collectors.toMap(BillingSnapshot::subject, snapshot -> snapshot));
            var truths = new ArrayList<BillingSnapshot>();
            for (SubjectRef subject : storage.subjectsOf(customer)) {
                BillingSnapshot known = believed.get(subject);
                Set<String> subscriptions = known == null
                        ? Set.of()
                        : known.subscriptions().stream()
                                .map(BillingSnapshot.Subscription::id)
                                .collect(Collectors.toSet());
                truths.add(truth(subject, subscriptions));
            }
            Recorded recorded = node.recording.record(new Paper(state, truths), customer, Cause.ofCustomer());
            if (!recorded.isUnchanged()) {
                return Optional.of("(a) " + customer + " ends wrong: it has " + state.snapshots() + " and should have "
                        + truths + "; " + recorded);
            }
        }
        return Optional.empty();
    }

    private CustomerState state(CustomerKey customer) {
        return storage.units()
                .inOneTransaction(unit -> unit.ledger().lock(customer))
                .orElseThrow();
    }

    /** What the provider says now, in the store's words. */
    private BillingSnapshot truth(SubjectRef ref, Set<String> known) {
        var subject = new Subject(Node.ACCOUNT, Subject.CUSTOMER, ref.id());
        Fetched fetched = node.connector.fetch(subject.customer(), known);
        var claim = new Claim(subject, 1, 1, Claim.Cause.SWEEP, 0, 0, false);
        return Belief.in(new Look.AtCustomer(claim, fetched, clock.instant(), known, true), null, null)
                        instanceof Belief.Believed believed
                ? believed.snapshot()
                : BillingSnapshot.tombstone(ref);
    }

    /** Everything that is stored in the end, without what is drawn at random. */
    String everything() {
        var all = new StringBuilder();
        for (CustomerKey customer : storage.customers()) {
            all.append(customer)
                    .append(' ')
                    .append(storage.subjectsOf(customer))
                    .append('\n');
            for (Version version : storage.versions(customer)) {
                all.append(version.version())
                        .append(' ')
                        .append(version.cause())
                        .append(' ')
                        .append(Objects.requireNonNull(version.state().get()))
                        .append('\n');
            }
            all.append(state(customer).snapshots()).append('\n');
        }
        return all.append(storage.inboxRows())
                .append('\n')
                .append(storage.outbox())
                .append('\n')
                .toString();
    }
}
