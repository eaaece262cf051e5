package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to a customer. It has a seed of its own, so that it is still the same when what happened before it is taken
 * away to find the cause of a failure.
 */
record Step(Kind kind, long seed) {
    private static final List<SubjectRef> SUBJECTS = List.of(
            new SubjectRef("stripe", "default", "cus_1"),
            new SubjectRef("stripe", "second", "cus_2"),
            new SubjectRef("recurly", "default", "acc_1"));

    enum Kind {
        SUBSCRIBE,
        BILLING,
        GONE,
        COUNTRY,
        ENROL,
        OVERRIDE,
        PHASE,
        REVISE
    }

    static Step one(SplittableRandom random) {
        return new Step(kind(random), random.nextLong());
    }

    /** Mostly what billing systems tell. */
    private static Kind kind(SplittableRandom random) {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> Kind.SUBSCRIBE;
            case 3 -> Kind.COUNTRY;
            case 4 -> Kind.ENROL;
            case 5 -> Kind.OVERRIDE;
            case 6 -> Kind.PHASE;
            case 7 -> Kind.REVISE;
            case 8 -> random.nextInt(4) == 0 ? Kind.GONE : Kind.BILLING;
            default -> Kind.BILLING;
        };
    }

    static List<Step> several(SplittableRandom random) {
        var steps = new ArrayList<Step>();
        steps.add(new Step(Kind.SUBSCRIBE, random.nextLong()));
        for (var i = 2 + random.nextInt(10); i > 0; i--) {
            steps.add(one(random));
        }
        return steps;
    }

    World happensTo(World world) {
        var random = new SplittableRandom(seed);
        var billing = new RandomBilling(random, world.now());
        var subject = SUBJECTS.get(random.nextInt(SUBJECTS.size()));
        var made = new RandomFacts(random);
        return switch (kind) {
            case SUBSCRIBE -> world.with(billing.more(subject, world.of(subject)));
            case BILLING -> {
                var known = world.snapshots();
                yield known.isEmpty() ? world : world.with(billing.changed(known.get(random.nextInt(known.size()))));
            }
            case GONE -> world.with(BillingSnapshot.tombstone(subject));
            case COUNTRY -> world.with(in(world.known(), made.pick(RandomModel.COUNTRIES)));
            case ENROL -> world.with(made.enrolled(world.known()));
            case OVERRIDE -> world.with(made.decided(world.known()));
            case PHASE -> world.with(made.dealt(world.known()));
            case REVISE -> world.with(Revised.of(world.model(), random));
        };
    }

    private static Known in(Known known, @Nullable String country) {
        return new Known(
                known.customer(), country, known.attributes(), known.phases(), known.enrolments(), known.overrides());
    }
}
