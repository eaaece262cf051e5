package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.Weather;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.sync.delivery.DeliveryRejected;
import dev.plumbline.sync.pass.Applied;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Lane;
import dev.plumbline.sync.pass.Look;
import dev.plumbline.sync.pass.Subject;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One hostile history: things happen at the provider; their events arrive in any order, twice, late or never; people decide;
 * workers of two processes claim, fetch and apply in steps that interleave, stall past their lease and die; the database
 * fails. One thread, one seed. In the end everybody must have what the provider says and people decided.
 */
final class History {
    static final Duration LEASE = Duration.ofSeconds(30);
    private static final CustomerKey SHARED = new CustomerKey("shared");
    private static final CustomerKey OTHER = new CustomerKey("other");
    private static final int WORKERS = 4;
    /** More than any history needs; with both clocks wrong, deliveries are refused until the end. */
    private static final int STEPS = 400;

    private final SplittableRandom random;
    private final SimulatedClock clock;
    private final Hazards hazards;
    private final Storage storage;
    private final Climate climate;
    private final Tally tally;
    private final Trace trace;
    private final SimulatedStripe stripe;
    private final InMemoryTransport transport;
    private final Happenings happenings;
    private final People people;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final Deliveries deliveries = new Deliveries();

    /** Whose turn it is, the innermost first, and in which of its lives that began. */
    private final Deque<Turn> turns = new ArrayDeque<>();

    private final Set<String> tombstones = new HashSet<>();
    private int step;
    private int left;
    /** Inside a transaction or a fetch of another. */
    private boolean within;

    private boolean withinTransaction;

    private record Turn(Node node, int life) {}

    /** What a history is played on. */
    interface Ground {
        Storage storage(SimulatedClock clock, Hazards hazards, Broken broken);
    }

    History(long seed, int happenings, Ground ground, Broken broken, Tally tally) {
        this.random = new SplittableRandom(seed);
        this.clock = new SimulatedClock(Instant.parse("2026-03-01T10:00:00Z"));
        this.trace = new Trace(clock);
        this.tally = tally;
        this.left = happenings;
        this.climate = Climate.of(random);
        this.hazards = new Hazards(seed + 3, clock, tally);
        this.storage = ground.storage(clock, hazards, broken);
        deliveries.answersFirst = broken == Broken.ROW_BEFORE_ANSWER;
        this.stripe = new SimulatedStripe(clock, seed, Settings.testMode());
        this.transport = new InMemoryTransport(new SimulatedApi(stripe, Node.KEY, seed));
        transport.smallPages = random.nextInt(3) == 0;
        this.happenings = new Happenings(stripe, new SplittableRandom(seed + 1), tally);
        this.people = new People(storage, new SplittableRandom(seed + 2), clock, tally);
        for (int number = 1; number <= 2; number++) {
            nodes.add(new Node(number, seed, clock, climate.skew(random), transport, storage, broken));
        }
        for (int number = 0; number < WORKERS; number++) {
            workers.add(new Worker(nodes.get(number % 2), number));
        }
        trace.note("seed " + seed, climate);
    }

    String trace() {
        return trace.text();
    }

    /** Of everything that happened and of all that is stored in the end. */
    String digest() {
        return trace.digest(new Judge(storage, nodes.getFirst(), clock).everything());
    }

    /** Runs to the end; what is wrong then, in words; empty when everything is right. */
    Optional<String> play(int mostSteps) {
        begin();
        hazards.begin(climate.odds(), this::othersInsideTransaction);
        transport.over(new InMemoryTransport.Wire() {
            @Override
            public void asked() {
                othersAmidFetch();
            }

            @Override
            public void answered(int status) {
                answerTaken(status);
            }
        });
        while (step < Math.min(STEPS, mostSteps) && (left > 0 || !deliveries.isEmpty())) {
            passTime();
            takeTurn();
        }
        return comeToRest()
                .or(() -> new Judge(storage, nodes.getFirst(), clock)
                        .judge(happenings.customers(), deliveries, transport));
    }

    private void begin() {
        transport.changed();
        storage.create(SHARED);
        storage.create(OTHER);
        for (int i = 0; i < 3; i++) {
            ship(happenings.joins());
        }
        // Two subjects of one customer: the pass of either resolves it from what is known of both.
        for (String subject : happenings.customers().subList(0, 2)) {
            storage.bind(ref(subject), SHARED);
        }
    }

    static SubjectRef ref(String customer) {
        return new SubjectRef("stripe", "default", customer);
    }

    private void passTime() {
        clock.pass(Duration.ofMillis(random.nextInt(400)));
        switch (random.nextInt(150)) {
            case 0 -> clock.pass(Duration.ofHours(random.nextInt(100)));
            case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 -> clock.pass(Duration.ofSeconds(random.nextInt(40)));
            default -> {}
        }
    }

    private void takeTurn() {
        step++;
        switch (random.nextInt(26)) {
            case 0, 1, 2 -> happen();
            case 3, 4, 5, 6, 7, 8 -> deliver();
            case 9, 10, 11, 12, 13, 14, 15, 16, 17 -> work(workers.get(random.nextInt(WORKERS)));
            case 18, 19 -> {
                if (climate.edited()) {
                    on(aNode(), "is told by people:", _ -> people.decide(withinTransaction));
                }
            }
            case 20 -> on(aNode(), "customers", node -> storage.resolveEdited(node.recording, 3));
            case 21 -> on(aNode(), "behind", node -> storage.resolveBehind(node.recording, 3));
            case 22 ->
                on(aNode(), "relay", _ -> {
                    tally.count(Stimulus.RELAYED_BY_BOTH);
                    return storage.relay();
                });
            case 23 -> ask();
            case 24 -> changeWeather();
            default -> rarely();
        }
    }

    private Node aNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    // the provider

    private void happen() {
        if (left > 0) {
            left--;
            somethingHappens();
            transport.changed();
        }
    }

    private void somethingHappens() {
        if (climate.lossy() && random.nextInt(8) == 0) {
            happenings.vanishes();
            trace.note("provider", "something vanishes");
            return;
        }
        if (climate.lossy() && random.nextInt(8) == 0) {
            tally.count(Stimulus.NEVER_TOLD);
            trace.note("provider", "untold " + stripe.silently(happenings::next));
            return;
        }
        if (happenings.customers().size() < 5 && random.nextInt(12) == 0) {
            ship(happenings.joins());
        } else if (random.nextInt(14) == 0) {
            ship(happenings.deletes());
        } else {
            List<Event> events = happenings.next();
            ship(events);
            // A burst: more of it in the same second.
            if (!events.isEmpty() && random.nextInt(3) == 0) {
                ship(happenings.next());
                tally.count(Stimulus.SAME_SECOND);
            }
        }
    }

    /** All events of one change tell of the same: not every endpoint gets all of them, but each at least one. */
    private void ship(List<Event> events) {
        int surely = events.isEmpty() ? 0 : random.nextInt(events.size());
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (i != surely && random.nextBoolean()) {
                continue;
            }
            trace.note("provider", event.type() + " " + event.id());
            if (climate.lossy() && random.nextInt(6) == 0) {
                tally.count(Stimulus.EVENT_LOST);
                continue;
            }
            deliveries.send(event, clock.instant());
            if (random.nextInt(15) == 0) {
                tally.count(Stimulus.TOLD_BY_TWO_IDS);
                deliveries.send(event.retoldAs(event.id() + "_again"), clock.instant());
            }
        }
    }

    /** Any event that is on its way, so in any order; one in five comes once more later. */
    private void deliver() {
        if (deliveries.isEmpty()) {
            return;
        }
        Deliveries.Parcel parcel = deliveries.any(random);
        deliveries.observe(parcel, clock.instant(), tombstones, tally);
        on(aNode(), "takes " + parcel.event().id(), node -> {
            var delivery =
                    new Delivery(Node.ACCOUNT, parcel.signed(clock.instant()), parcel.body(), node.clock.instant());
            try {
                var admitted = node.admission.admit(delivery);
                deliveries.tried(parcel);
                boolean fresh = deliveries.keep(storage.inbox(), admitted, parcel);
                if (random.nextInt(5) > 0) {
                    deliveries.arrived(parcel);
                }
                return fresh ? "kept" : "known";
            } catch (DeliveryRejected clockIsWrong) {
                return "rejected";
            }
        });
    }

    private static Subject subject(String customer) {
        return new Subject(Node.ACCOUNT, Subject.CUSTOMER, customer);
    }

    private void changeWeather() {
        Weather weather = climate.weather(random);
        if (climate.lagging() && !weather.chances().isEmpty()) {
            tally.count(Stimulus.STALE_READ);
        }
        transport.weather(weather);
    }

    // workers

    private void work(Worker worker) {
        if (worker.busy || worker.stalledUntil.isAfter(clock.instant())) {
            return;
        }
        worker.busy = true;
        on(worker.node, worker.toString(), _ -> step(worker));
        worker.busy = false;
    }

    /** From any lane in which something waits. */
    private List<Claim> claim(int atMost) {
        List<Lane> lanes = storage.work().lanesWithWork(List.of(Node.ACCOUNT)).stream()
                .sorted()
                .toList();
        return lanes.isEmpty()
                ? List.of()
                : storage.work().claim(lanes.get(random.nextInt(lanes.size())), atMost, LEASE);
    }

    private Object step(Worker worker) {
        Claim claim = worker.claim;
        if (claim == null) {
            claim(1).stream().findFirst().ifPresent(taken -> {
                worker.claim = taken;
                worker.marksSeen = deliveries.marksOf(taken);
                worker.leaseUntil = clock.instant().plus(LEASE);
            });
            return worker.claim == null ? "idle" : worker.claim;
        }
        Look look = worker.look;
        try {
            if (look == null) {
                look(worker, claim);
                return worker.look == null ? "saw nothing" : "saw";
            }
            if (random.nextInt(5) == 0) {
                renew(worker, claim);
                return "renews";
            }
            worker.claim = null;
            worker.look = null;
            return apply(worker, claim, look).key();
        } catch (RuntimeException failure) {
            worker.drop();
            setBack(worker.node, claim, failure);
            return failure.getClass().getSimpleName();
        }
    }

    private void look(Worker worker, Claim claim) {
        if (worker.node.isSkewed()) {
            tally.count(Stimulus.CLOCK_SKEW);
        }
        leaveOutOfLists(claim);
        worker.look = worker.node.fetching.look(claim);
        if (random.nextInt(16) == 0) {
            worker.stalledUntil = Instant.MAX; // until all others have finished
        } else if (random.nextInt(5) == 0) {
            // With what it saw in hand it stands still for longer than its lease; the others go on.
            worker.stalledUntil = clock.instant().plus(LEASE).plusMillis(random.nextInt(60_000));
        }
    }

    /** What the timer of the process does; the lease of one that stands still is not renewed. */
    private void renew(Worker worker, Claim claim) {
        if (storage.work().renew(claim, LEASE)) {
            worker.leaseUntil = clock.instant().plus(LEASE);
        }
    }

    private Applied apply(Worker worker, Claim claim, Look look) {
        if (worker.leaseUntil.isBefore(clock.instant())) {
            tally.count(Stimulus.ZOMBIE);
        }
        Applied applied = worker.node.applying.apply(look);
        if (applied instanceof Applied.Stale) {
            tally.count(Stimulus.REFUSED_AS_STALE);
        } else if (applied instanceof Applied.Believed && withinTransaction) {
            tally.count(Stimulus.APPLIED_INSIDE_ANOTHER);
        }
        if (look instanceof Look.AtCustomer at
                && at.fetched() instanceof Fetched.Gone
                && applied instanceof Applied.Believed) {
            tombstones.add(claim.subject().id());
        }
        if (deliveries.marksOf(claim) > worker.marksSeen) {
            tally.count(Stimulus.MARKED_MEANWHILE);
        }
        return applied;
    }

    /** As the route does it. */
    private static void setBack(Node node, Claim claim, RuntimeException failure) {
        try {
            node.setbacks.take(claim, failure);
        } catch (DataAccessException | TransactionException databaseAway) {
            // Nothing is lost: the subject is still marked, and its lease ends by itself.
        }
    }

    /** Now and then one that is known disappears from all lists, for good, although it goes on (02, absence). */
    private void leaveOutOfLists(Claim claim) {
        if (random.nextInt(16) == 0) {
            storage.work().toAsk(claim).subscriptions().stream()
                    .sorted()
                    .findFirst()
                    .ifPresent(id -> {
                        tally.count(Stimulus.LEFT_OUT_OF_LISTS);
                        transport.unlisted.add(id);
                    });
        }
    }

    private void ask() {
        String customer =
                happenings.customers().get(random.nextInt(happenings.customers().size()));
        Claim.Cause cause = List.of(Claim.Cause.REFRESH, Claim.Cause.SWEEP, Claim.Cause.REPLAY)
                .get(random.nextInt(3));
        if (random.nextInt(3) > 0) {
            return;
        }
        tally.count(Stimulus.ASKED_AMID_EVENTS);
        on(aNode(), "asks for " + customer, _ -> storage.work().mark(subject(customer), cause));
    }

    private void rarely() {
        if (random.nextInt(3) == 0) {
            on(aNode(), "publishes", _ -> {
                tally.count(Stimulus.PUBLISHED);
                storage.publish();
                storage.work().reviveQuarantined();
                return "";
            });
        } else if (climate.deadly() && random.nextInt(3) == 0) {
            kill(aNode());
        }
    }

    // turns

    private interface Doing {
        Object by(Node node);
    }

    private void on(Node node, String what, Doing work) {
        turns.push(new Turn(node, node.life()));
        try {
            trace.note(node + " " + what, work.by(node));
        } catch (Killed killed) {
            kill(node);
        } catch (DataAccessException | TransactionException failure) {
            trace.note(node + " " + what, failure.getClass().getSimpleName());
        } catch (UndeclaredThrowableException wrapped) {
            // Spring's event listeners wrap every Error of theirs.
            if (!(wrapped.getCause() instanceof Killed)) {
                throw wrapped;
            }
            kill(node);
        } finally {
            turns.pop();
        }
    }

    private void kill(Node node) {
        trace.note(node.toString(), "is killed");
        node.die();
        for (Worker worker : workers) {
            if (worker.node == node) {
                if (worker.look != null) {
                    tally.count(Stimulus.KILLED_AFTER_FETCH);
                }
                worker.drop();
            }
        }
    }

    /** While a transaction is open, before one of its statements: other processes get a few turns and commit. */
    private void othersInsideTransaction() {
        if (!within) {
            withinTransaction = true;
            storage.apart(this::othersWhoseTurnItIs);
            withinTransaction = false;
            endIfKilled();
        }
    }

    private void othersWhoseTurnItIs() {
        within = true;
        for (Worker worker : workers) {
            if (worker.look != null && random.nextBoolean()) {
                work(worker);
            }
        }
        within = false;
        others(random.nextInt(4));
    }

    private void othersAmidFetch() {
        if (!within && random.nextInt(12) == 0) {
            if (left > 0 && random.nextInt(3) == 0) {
                tally.count(Stimulus.LIST_MOVED);
                happen();
            }
            others(random.nextInt(4));
            endIfKilled();
        }
    }

    /** What was seen is on its way to us, and takes its time. */
    private void answerTaken(int status) {
        switch (status) {
            case 429 -> tally.count(Stimulus.RATE_LIMITED);
            case 200, 400, 404 -> {}
            default -> tally.count(Stimulus.BROKEN_ANSWER);
        }
        if (!within && random.nextInt(60) == 0) {
            tally.count(Stimulus.SLOW_ANSWER);
            clock.pass(LEASE.plusMillis(random.nextInt(2_000)));
            others(10);
            endIfKilled();
        }
    }

    private void others(int turns) {
        within = true;
        for (int i = 0; i < turns; i++) {
            takeTurn();
        }
        within = false;
    }

    private void endIfKilled() {
        Turn turn = turns.peek();
        if (turn != null && turn.node().life() != turn.life()) {
            throw new Killed();
        }
    }

    // the end

    /** Nothing new happens; what is on its way arrives, what is due is done, however late. */
    private Optional<String> comeToRest() {
        hazards.endAll();
        transport.over(new InMemoryTransport.Wire() {});
        transport.weather(Weather.calm());
        nodes.forEach(Node::setClockRight);
        deliverAll();
        if (random.nextBoolean()) {
            // Then nobody has a second look to come that would repair what goes wrong in the first.
            hazards.end(this::othersAtTheEnd);
            Optional<String> restless = rest();
            if (restless.isPresent()) {
                return restless;
            }
            hazards.endAll();
        }
        // The last things happen together, so that whoever still stands saw something older, and nothing later repairs.
        (random.nextBoolean() ? happenings.burst() : happenings.everybodyBuysMore()).forEach(this::ship);
        transport.changed();
        deliverAll();
        transport.weather(climate.lastWeather(random));
        applyLeftovers(random.nextBoolean());
        if (climate.needsSweep()) {
            happenings.customers().forEach(customer -> storage.work().mark(subject(customer), Claim.Cause.SWEEP));
        }
        hazards.end(this::othersAtTheEnd);
        Optional<String> restless = rest().or(() -> {
            applyLeftovers(true);
            return rest();
        });
        hazards.endAll();
        transport.weather(Weather.calm());
        return restless;
    }

    private void deliverAll() {
        while (!deliveries.isEmpty()) {
            deliver();
        }
    }

    private void othersAtTheEnd() {
        if (!within) {
            within = true;
            storage.apart(() -> {
                Node node = aNode();
                claim(1 + random.nextInt(2))
                        .forEach(claim -> trace.note("meanwhile " + node, Objects.requireNonNull(finish(node, claim))));
            });
            within = false;
        }
    }

    /** Some of those that stand still go on now, the others after everybody else has finished. */
    private void applyLeftovers(boolean all) {
        for (Worker worker : workers) {
            Claim claim = worker.claim;
            Look look = worker.look;
            boolean sleeps = worker.stalledUntil.equals(Instant.MAX);
            if (claim != null && (look == null || all || (!sleeps && random.nextBoolean()))) {
                worker.drop();
                if (look != null) {
                    trace.note(worker.toString(), apply(worker, claim, look).key());
                }
            }
        }
    }

    private Optional<String> rest() {
        for (int i = 0; i < 3_000; i++) {
            Node node = aNode();
            List<Claim> claims = claim(1 + random.nextInt(2));
            for (Claim claim : claims) {
                trace.note(node.toString(), Objects.requireNonNull(finish(node, claim)));
            }
            if (claims.isEmpty() && inBackground(node) == 0) {
                Optional<Instant> next = storage.nextMoment();
                if (next.isEmpty()) {
                    // The lease of a worker that died ends by itself.
                    clock.pass(LEASE.multipliedBy(2));
                    return Optional.empty();
                }
                clock.passUntil(next.get().plusMillis(1));
            }
        }
        return Optional.of("It does not come to rest: " + storage.unfinished());
    }

    private int inBackground(Node node) {
        return storage.resolveEdited(node.recording, 10) + storage.resolveBehind(node.recording, 10) + storage.relay();
    }

    private @Nullable String finish(Node node, Claim claim) {
        try {
            return claim + " " + node.applying.apply(node.fetching.look(claim)).key();
        } catch (BillingUnavailable | DataAccessException failure) {
            // A lock that another holds is all that can be in the way by now.
            setBack(node, claim, failure);
            return claim + " " + failure.getClass().getSimpleName();
        }
    }
}
