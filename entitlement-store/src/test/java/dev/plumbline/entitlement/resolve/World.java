package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All there is of one customer at one time: what is sold, what billing systems say, what we know ourselves, and what was decided
 * before.
 */
record World(Model model, List<BillingSnapshot> snapshots, Known known, Kept kept, Instant now) {
    World {
        snapshots = List.copyOf(snapshots);
    }

    static World of(Model model) {
        return new World(model, List.of(), Known.of(new CustomerKey("acme")), Kept.nothing(), RandomModel.START);
    }

    /** After a few things happened, each of them listened to. */
    static World lived(Model model, SplittableRandom random) {
        var world = of(model);
        for (var step : Step.several(random)) {
            world = world.after(step).settled();
        }
        return world;
    }

    World after(Step step) {
        return step.happensTo(new World(model, snapshots, known, kept, now.plus(Duration.ofHours(7))));
    }

    Assembled assembled() {
        return FactsAssembly.assemble(model, known, kept, snapshots, now);
    }

    /** What was decided is written down. */
    World settled() {
        return with(assembled().keep());
    }

    World later(Duration by) {
        return new World(model, snapshots, known, kept, now.plus(by));
    }

    /** Told in another order. */
    World shuffled(long seed) {
        var other = RandomFacts.shuffled(snapshots, seed).stream()
                .map(snapshot -> new BillingSnapshot(
                        snapshot.subject(),
                        snapshot.gone(),
                        snapshot.name(),
                        snapshot.country(),
                        RandomFacts.shuffled(snapshot.subscriptions(), seed).stream()
                                .map(s -> RandomBilling.with(s, RandomFacts.shuffled(s.items(), seed)))
                                .toList()))
                .toList();
        return new World(model, other, known, kept, now);
    }

    @Nullable
    BillingSnapshot of(SubjectRef subject) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.subject().equals(subject))
                .findFirst()
                .orElse(null);
    }

    World with(BillingSnapshot snapshot) {
        var other = new ArrayList<>(snapshots);
        other.removeIf(one -> one.subject().equals(snapshot.subject()));
        other.add(snapshot);
        return new World(model, other, known, kept, now);
    }

    World with(Kept other) {
        return new World(model, snapshots, known, other, now);
    }

    World with(Known other) {
        return new World(model, snapshots, other, kept, now);
    }

    World with(Model other) {
        return new World(other, snapshots, known, kept, now);
    }
}
