package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.OutgoingGuards;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.stripe.StripeAccount;
import dev.plumbline.connectors.stripe.StripeConnector;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.ModelStage;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.sync.inbox.Admitted;
import dev.plumbline.sync.inbox.Disposition;
import dev.plumbline.sync.pass.Applied;
import dev.plumbline.sync.pass.Applying;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Fetching;
import dev.plumbline.sync.pass.Look;
import dev.plumbline.sync.pass.Setbacks;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.ConnectedAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One hostile history: things happen at the provider; their events arrive in any order, twice and late; workers claim, fetch and
 * apply in steps that interleave, stall past their lease and die. In the end everybody must have what the provider says.
 */
final class History {
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static final String SECRET = "whsec_simulation";
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int CUSTOMERS = 2;
    private static final int HAPPENINGS = 20;
    private static final int WORKERS = 3;

    private final long seed;
    private final SplittableRandom random;
    private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final SimulatedStripe stripe;
    private final SimulatedApi api;
    private final InMemoryTransport transport;
    private final SplittableRandom omissions;
    private final BillingConnector connector;
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final InMemoryStore store;
    private final Fetching fetching;
    private final Applying applying;
    private final Setbacks setbacks;

    private final Happenings happenings;
    private final List<Event> onTheWay = new ArrayList<>();
    private final Worker[] workers = new Worker[WORKERS];
    private final Set<String> acked = new LinkedHashSet<>();

    /** Where a worker stands between two steps. */
    private static final class Worker {
        @Nullable
        Claim claim;

        @Nullable
        Look look;

        Instant stalledUntil = Instant.MIN;
    }

    History(long seed, ModelRevision model, InMemoryStore.Broken broken) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.stripe = new SimulatedStripe(clock, seed, Settings.testMode());
        this.api = new SimulatedApi(stripe, "rk_test_simulation", seed);
        StripeAccount settings = StripeAccount.of(ACCOUNT, "rk_test_simulation", List.of(SECRET), false);
        this.transport = new InMemoryTransport(api);
        this.omissions = new SplittableRandom(seed + 2);
        BillingConnector production = new StripeConnector(settings, transport, OutgoingGuards.none(), clock);
        this.connector = broken.askingById() ? new AsksForLists(production) : production;
        this.store = new InMemoryStore(clock, ledger, broken);
        var accounts = new BillingAccounts(List.of(new ConnectedAccount(connector, Hint.Mode.TEST, true)));
        this.fetching = new Fetching(accounts, store, clock);
        this.applying = new Applying(
                store,
                store,
                new Recording((_, _) -> List.of(new ModelStage(Instant.MIN, model)), clock, _ -> true),
                Duration.ofSeconds(60));
        this.setbacks = new Setbacks(store, new SplittableRandom(seed));
        this.happenings = new Happenings(stripe, new SplittableRandom(seed + 1), CUSTOMERS);
        // Two subjects of one customer of ours: both passes resolve it.
        for (String subject : happenings.customers().subList(0, 2)) {
            ledger.links.put(new SubjectRef("stripe", "default", subject), new CustomerKey("shared"));
        }
        for (int i = 0; i < WORKERS; i++) {
            workers[i] = new Worker();
        }
    }

    /** Runs to the end; what is wrong then, in words; empty when everything is right. */
    Optional<String> play() {
        onTheWay.addAll(happenings.beginning());
        int left = HAPPENINGS;
        while (left > 0 || !onTheWay.isEmpty()) {
            clock.pass(Duration.ofMillis(random.nextInt(400)));
            switch (random.nextInt(6)) {
                case 0 -> {
                    if (left > 0) {
                        left--;
                        onTheWay.addAll(happenings.next());
                    }
                }
                case 1, 2 -> deliverOne();
                default -> step(workers[random.nextInt(WORKERS)]);
            }
            if (random.nextInt(12) == 0) {
                clock.pass(Duration.ofSeconds(random.nextInt(40)));
            }
        }
        return comeToRest().or(this::judge);
    }

    /** Any event that is on its way, so in any order; one in five comes once more later. */
    private void deliverOne() {
        if (onTheWay.isEmpty()) {
            return;
        }
        Event event = onTheWay.get(random.nextInt(onTheWay.size()));
        if (random.nextInt(5) > 0) {
            onTheWay.remove(event);
        }
        byte[] body = event.body();
        String signature = StripeSignature.header(clock.instant(), body, List.of(SECRET));
        var delivery = new Delivery(ACCOUNT, signature, body, clock.instant());
        if (!(connector.verify(delivery) instanceof dev.plumbline.connectors.Verification.Accepted)) {
            throw new AssertionError("seed " + seed + ": a signed delivery was not accepted");
        }
        Hint hint = connector.read(delivery);
        store.keep(new Admitted(delivery, hint, Disposition.of(hint, Hint.Mode.TEST)));
        acked.add(event.id());
    }

    private void step(Worker worker) {
        if (worker.stalledUntil.isAfter(clock.instant())) {
            return;
        }
        if (worker.claim == null) {
            store.claim(1, LEASE).stream().findFirst().ifPresent(claim -> worker.claim = claim);
        } else if (random.nextInt(12) == 0) {
            // It dies here: claim and look are lost, the lease ends by itself.
            worker.claim = null;
            worker.look = null;
        } else if (worker.look == null) {
            worker.look = looked(worker.claim);
            if (worker.look == null) {
                worker.claim = null;
            } else if (random.nextInt(4) == 0) {
                // With what it saw in hand it stands still for longer than its lease; the others go on (case F-11).
                worker.stalledUntil = clock.instant().plus(LEASE).plusMillis(random.nextInt(60_000));
            }
        } else {
            apply(worker.claim, worker.look);
            worker.claim = null;
            worker.look = null;
        }
    }

    private @Nullable Look looked(Claim claim) {
        try {
            if (random.nextInt(15) == 0) {
                throw new dev.plumbline.connectors.BillingUnavailable(
                        dev.plumbline.connectors.BillingUnavailable.Cause.UNREACHABLE, "simulated outage", null, null);
            }
            leaveOutOfLists(claim.subject());
            return fetching.look(claim);
        } catch (RuntimeException failure) {
            setbacks.take(claim, failure);
            return null;
        }
    }

    /** Now and then one that is known disappears from all lists, for good, although it goes on (02, absence). */
    private void leaveOutOfLists(Subject subject) {
        if (omissions.nextInt(10) == 0) {
            store.knownSubscriptions(subject).stream().sorted().findFirst().ifPresent(transport.unlisted::add);
        }
    }

    private void apply(Claim claim, Look look) {
        try {
            applying.apply(look);
        } catch (RuntimeException failure) {
            throw new AssertionError("seed " + seed + ": apply failed for " + claim, failure);
        }
    }

    /** Nothing new happens; what is due is done, however late. */
    private Optional<String> comeToRest() {
        for (int i = 0; i < 10_000; i++) {
            for (Worker worker : workers) {
                if (worker.claim != null && worker.look != null) {
                    apply(worker.claim, worker.look);
                }
                worker.claim = null;
                worker.look = null;
            }
            Optional<Instant> next = store.nextMoment();
            if (next.isEmpty()) {
                // The lease of a worker that died ends by itself.
                clock.pass(LEASE);
                return Optional.empty();
            }
            if (next.get().isAfter(clock.instant())) {
                clock.pass(Duration.between(clock.instant(), next.get()).plusMillis(1));
            }
            for (Claim claim : store.claim(10, LEASE)) {
                apply(claim, fetching.look(claim));
            }
        }
        return Optional.of("seed " + seed + " does not come to rest: " + store.unfinished());
    }

    /** The invariants of 05: everybody has what the provider says, every ack is kept, versions have no gap, nothing waits. */
    private Optional<String> judge() {
        if (!store.unfinished().isEmpty()) {
            return Optional.of("seed " + seed + ": " + store.unfinished());
        }
        if (!store.inbox.keySet().containsAll(acked)) {
            return Optional.of("seed " + seed + ": an acknowledged event is not kept");
        }
        for (var customer : ledger.history.entrySet()) {
            List<Ledger.Entry> versions = customer.getValue();
            for (int i = 0; i < versions.size(); i++) {
                if (versions.get(i).version() != i + 1) {
                    return Optional.of("seed " + seed + ": versions of " + customer.getKey() + " have a gap");
                }
            }
        }
        return happenings.customers().stream()
                .map(this::wrongEnd)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** One more undisturbed look: it must find nothing to change. */
    private Optional<String> wrongEnd(String id) {
        transport.unlisted.clear();
        store.mark(new Subject(ACCOUNT, Subject.CUSTOMER, id), Claim.Cause.SWEEP);
        Claim claim = store.claim(1, LEASE).getFirst();
        Fetched truth = connector.fetch(new ProviderCustomer(ACCOUNT, id));
        Applied applied = applying.apply(new Look.AtCustomer(claim, truth, clock.instant(), Set.of(), false));
        return applied.key().equals("unchanged")
                ? Optional.empty()
                : Optional.of("seed " + seed + ": " + id + " ends wrong: " + applied);
    }
}
