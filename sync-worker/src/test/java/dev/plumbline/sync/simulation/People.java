package dev.plumbline.sync.simulation;

import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.ManualPhase.Kind;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.KeptPhase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** What people decide while all that goes on: overrides, phases by hand, whose a subject is. */
final class People {
    private final Storage storage;
    private final SplittableRandom random;
    private final SimulatedClock clock;
    private final Tally tally;

    People(Storage storage, SplittableRandom random, SimulatedClock clock, Tally tally) {
        this.storage = storage;
        this.random = random;
        this.clock = clock;
        this.tally = tally;
    }

    String decide(boolean inMidPass) {
        List<CustomerKey> customers = storage.customers();
        CustomerKey customer = customers.get(random.nextInt(customers.size()));
        int choice = random.nextInt(10);
        if (choice < 6 && inMidPass) {
            tally.count(Stimulus.OVERRIDE_IN_MID_PASS);
        }
        return switch (choice) {
            case 0, 1, 2, 3 -> {
                storage.add(customer, override());
                yield "an override for " + customer;
            }
            case 4, 5 -> {
                storage.endOverride(customer, clock.instant());
                yield "an override ends for " + customer;
            }
            case 6 -> {
                tally.count(Stimulus.PHASE_BY_HAND);
                storage.add(customer, phase());
                yield "a phase for " + customer;
            }
            case 7 -> {
                tally.count(Stimulus.PHASE_BY_HAND);
                storage.endPhase(customer, clock.instant());
                yield "a phase ends for " + customer;
            }
            default -> moveLink(customers, customer);
        };
    }

    private String moveLink(List<CustomerKey> customers, CustomerKey to) {
        var linked = new TreeSet<SubjectRef>();
        customers.forEach(customer -> linked.addAll(storage.subjectsOf(customer)));
        if (linked.isEmpty()) {
            return "nothing to move";
        }
        SubjectRef subject = List.copyOf(linked).get(random.nextInt(linked.size()));
        tally.count(Stimulus.LINK_MOVED);
        if (random.nextInt(4) == 0) {
            CustomerKey from = customers.stream()
                    .filter(customer -> storage.subjectsOf(customer).contains(subject))
                    .findFirst()
                    .orElseThrow();
            storage.unbind(subject, from);
            return subject + " is nobody's";
        }
        storage.bind(subject, to);
        return subject + " is " + to + "'s";
    }

    private KeptOverride.Terms override() {
        Instant now = clock.instant();
        Instant until = now.plus(Duration.ofDays(3 + random.nextInt(60)));
        return switch (random.nextInt(4)) {
            case 0 -> terms("sso", Effect.GRANT, new Value.Switch(true), now, until);
            case 1 -> terms("api_access", Effect.DENY, null, now, until);
            case 2 -> terms("seats", Effect.SET, new Value.Limit(BigDecimal.valueOf(random.nextInt(50))), now, until);
            default -> terms("support", Effect.SET, new Value.Level("email"), now, until);
        };
    }

    private static KeptOverride.Terms terms(
            String feature,
            Effect effect,
            @org.jspecify.annotations.Nullable Value value,
            Instant from,
            Instant until) {
        return new KeptOverride.Terms(feature, effect, value, from, until, null, false);
    }

    private KeptPhase.Terms phase() {
        Instant from = clock.instant().minus(Duration.ofHours(random.nextInt(48)));
        return new KeptPhase.Terms(
                Kind.FIXED,
                new PlanRef("business", 1),
                "monthly",
                from,
                from.plus(Duration.ofDays(10 + random.nextInt(100))),
                null,
                Map.of());
    }
}
