package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.BoundItem;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.Enrolment;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A customer's facts at random, with all that may happen to one. Times are whole hours, so that boundaries coincide. */
final class RandomFacts {
    private static final List<BillingStatus> RUNNING = List.of(
            BillingStatus.ACTIVE,
            BillingStatus.TRIALING,
            BillingStatus.PAST_DUE,
            BillingStatus.UNPAID,
            BillingStatus.PAUSED);

    private final SplittableRandom random;
    private int made;

    RandomFacts(SplittableRandom random) {
        this.random = random;
    }

    Facts facts() {
        return new Facts(
                new CustomerKey("acme"),
                maybe(() -> pick(RandomModel.COUNTRIES)),
                Map.of(),
                many(4, _ -> subscription()),
                many(2, _ -> phase()),
                many(3, _ -> enrolment()),
                many(4, _ -> override(pick(List.of(Effect.values())))));
    }

    Subscribed subscription() {
        var status = random.nextInt(4) > 0 ? pick(RUNNING) : pick(List.of(BillingStatus.values()));
        var from = instant();
        return new Subscribed(
                new SubjectRef(pick(List.of("stripe", "recurly", "paddle")), "default", "cus"),
                id("sub"),
                status,
                from,
                from,
                maybe(() -> from.plus(Duration.ofHours(random.nextInt(3000)))),
                maybe(() -> from.plus(Duration.ofHours(random.nextInt(1000)))),
                maybe(this::instant),
                random.nextInt(4) == 0,
                status.isGoodStanding() ? null : maybe(() -> from.plus(Duration.ofHours(random.nextInt(2000)))),
                many(3, _ -> item()),
                maybe(this::instant),
                status.isTerminal() || random.nextInt(3) > 0 ? List.of() : ahead(from));
    }

    /** What was agreed for later, in the order of time. */
    private List<Facts.Ahead> ahead(Instant from) {
        var at = from;
        var ahead = new ArrayList<Facts.Ahead>();
        for (var i = 1 + random.nextInt(3); i > 0; i--) {
            at = at.plus(Duration.ofHours(1 + random.nextInt(1500)));
            var begins = at;
            ahead.add(new Facts.Ahead(
                    begins,
                    random.nextInt(4) == 0 ? begins.plus(Duration.ofHours(random.nextInt(500))) : null,
                    random.nextInt(4) == 0 ? begins : null,
                    many(3, _ -> item())));
        }
        return ahead;
    }

    BoundItem item() {
        return new BoundItem(
                id("si"),
                maybe(() -> (long) random.nextInt(5)),
                switch (random.nextInt(5)) {
                    case 0 -> new Binding.Unmapped("price");
                    case 1 -> new Binding.ToAddOn("price", new PlanRef(pick(List.of("x", "y", "gone")), 1), null);
                    default ->
                        new Binding.ToPlan(
                                "price",
                                plan(),
                                maybe(() -> pick(RandomModel.TERMS)),
                                maybe(() -> pick(List.of("max", "sum"))));
                });
    }

    private ManualPhase phase() {
        var from = instant();
        return new ManualPhase(
                id("phase"),
                pick(List.of(ManualPhase.Kind.values())),
                plan(),
                maybe(() -> pick(RandomModel.TERMS)),
                from,
                maybe(() -> from.plus(Duration.ofHours(random.nextInt(2400)))),
                maybe(this::instant),
                Map.of("max", (long) random.nextInt(5)));
    }

    Enrolment enrolment() {
        return new Enrolment(
                pick(List.of("promo", "gift", "gone")), instant(), random.nextInt(4) == 0 ? instant() : null);
    }

    CustomerOverride override(Effect effect) {
        var feature = pick(RandomModel.FEATURES);
        var from = instant();
        return new CustomerOverride(
                id("ovr"),
                feature,
                effect,
                effect == Effect.DENY ? null : value(feature),
                from,
                from.plus(Duration.ofHours(1 + random.nextInt(2400))),
                random.nextInt(4) == 0 ? "ann" : null,
                random.nextInt(4) == 0,
                instant());
    }

    /** Known to be in one promotion more. */
    Known enrolled(Known known) {
        return new Known(
                known.customer(),
                known.country(),
                known.attributes(),
                known.phases(),
                plus(known.enrolments(), enrolment()),
                known.overrides());
    }

    /** Known to have one override more. */
    Known decided(Known known) {
        return new Known(
                known.customer(),
                known.country(),
                known.attributes(),
                known.phases(),
                known.enrolments(),
                plus(known.overrides(), override(pick(List.of(Effect.values())))));
    }

    /** Known to have one phase made by hand more. */
    Known dealt(Known known) {
        return new Known(
                known.customer(),
                known.country(),
                known.attributes(),
                plus(known.phases(), phase()),
                known.enrolments(),
                known.overrides());
    }

    private static <T> List<T> plus(List<T> list, T one) {
        var more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    /** Another decision about the same feature while the first is in force. */
    CustomerOverride rivalOf(CustomerOverride other, Effect effect) {
        return new CustomerOverride(
                id("ovr"),
                other.feature(),
                effect,
                value(other.feature()),
                other.validFrom(),
                other.validUntil(),
                random.nextBoolean() ? other.user() : null,
                false,
                instant());
    }

    private @Nullable Value value(String feature) {
        if (random.nextInt(6) == 0) {
            return random.nextBoolean() ? null : new Value.Level("no such level");
        }
        return switch (feature) {
            case "switch", "switch2" -> new Value.Switch(random.nextBoolean());
            case "level", "theme" -> new Value.Level(pick(List.of("low", "mid", "high")));
            default ->
                random.nextInt(6) == 0
                        ? new Value.Unlimited()
                        : new Value.Limit(BigDecimal.valueOf(random.nextInt(20)));
        };
    }

    private PlanRef plan() {
        return new PlanRef(pick(List.of("p", "q", "r")), 1 + random.nextInt(random.nextInt(6) == 0 ? 3 : 2));
    }

    Instant instant() {
        return RandomModel.START.plus(Duration.ofHours(random.nextInt(RandomModel.DAYS * 24)));
    }

    /** The same facts in another order. */
    static Facts shuffled(Facts facts, long seed) {
        return new Facts(
                facts.customer(),
                facts.country(),
                facts.attributes(),
                shuffled(facts.subscriptions(), seed).stream()
                        .map(s -> s.with(items -> shuffled(items, seed)))
                        .toList(),
                shuffled(facts.phases(), seed),
                shuffled(facts.enrolments(), seed),
                shuffled(facts.overrides(), seed));
    }

    static <T> List<T> shuffled(List<T> list, long seed) {
        var copy = new ArrayList<>(list);
        Collections.shuffle(copy, new Random(seed));
        return copy;
    }

    private String id(String kind) {
        return kind + "_" + made++ + "_" + random.nextInt(1_000_000);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> List<T> many(int most, IntFunction<T> of) {
        var list = new ArrayList<T>();
        for (var i = random.nextInt(most); i > 0; i--) {
            list.add(of.apply(i));
        }
        return list;
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}
