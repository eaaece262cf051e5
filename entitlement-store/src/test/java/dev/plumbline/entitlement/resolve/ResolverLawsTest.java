package dev.plumbline.entitlement.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.model.BillingPolicy;
import dev.plumbline.entitlement.model.BillingPolicy.Policy;
import dev.plumbline.entitlement.model.BillingPolicy.Stage;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The laws of the model (03) on models and customers made up at random. */
class ResolverLawsTest {
    private static final int CASES = 500;

    @Test
    @Law("L-1 same facts, same timeline, in any order of facts")
    void resolvesTheSameInAnyOrder() {
        Seeds.cases("L-1", CASES, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, random.nextBoolean());
            var facts = new RandomFacts(random).facts();
            assertThat(Resolver.resolve(model, RandomFacts.shuffled(facts, seed), "ann"))
                    .isEqualTo(Resolver.resolve(model, facts, "ann"));
        });
    }

    @Test
    @Law("L-3 one more subscription, add-on, promotion or grant override never takes access away")
    void givesNeverLessForOneMore() {
        Seeds.cases("L-3 one more", CASES, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, true);
            var made = new RandomFacts(random);
            var facts = made.facts();
            var more = oneMore(random, made);
            assertNeverLess(model, model, facts, more);
        });
    }

    private static UnaryOperator<Facts> oneMore(SplittableRandom random, RandomFacts made) {
        return switch (random.nextInt(4)) {
            case 0 -> {
                var subscription = made.subscription();
                yield facts -> with(facts, subscription);
            }
            case 1 -> {
                var override = made.override(Effect.GRANT);
                yield facts -> with(facts, override);
            }
            case 2 -> {
                var enrolment = made.enrolment();
                yield facts -> new Facts(
                        facts.customer(),
                        facts.country(),
                        facts.attributes(),
                        facts.subscriptions(),
                        facts.phases(),
                        plus(facts.enrolments(), enrolment),
                        facts.overrides());
            }
            default -> {
                var addOn = new Facts.BoundItem(
                        "more", 1L, new Binding.ToAddOn("price", new Binding.PlanRef("x", 1), null));
                yield facts -> facts.subscriptions().isEmpty() ? facts : withItem(facts, addOn);
            }
        };
    }

    @Test
    @Law("L-3 a longer grace never takes access away")
    void givesNeverLessForALongerGrace() {
        Seeds.cases("L-3 grace", CASES, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, true);
            var policy = model.billingPolicy();
            var longer = with(
                    model,
                    new BillingPolicy(
                            longer(policy.pastDue()),
                            longer(policy.unpaid()),
                            policy.paused(),
                            policy.collectionPaused()));
            assertNeverLess(model, longer, new RandomFacts(random).facts(), UnaryOperator.identity());
        });
    }

    /** The stage after grace begins later by half a day; all else stays where it is. */
    private static Policy longer(Policy policy) {
        var grace = policy.grace();
        if (grace == null) {
            return policy;
        }
        var more = grace.plusHours(12);
        var stages = policy.stages().stream()
                .map(stage -> stage.after().equals(grace) ? new Stage(more, stage.access()) : stage)
                .toList();
        return new Policy(more, stages);
    }

    @Test
    @Law("L-3 a higher limit never takes access away")
    void givesNeverLessForAHigherLimit() {
        Seeds.cases("L-3 limit", CASES, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, true);
            assertNeverLess(model, Raised.of(model), new RandomFacts(random).facts(), UnaryOperator.identity());
        });
    }

    private static void assertNeverLess(Model before, Model after, Facts facts, UnaryOperator<Facts> more) {
        if (firstLoss(before, after, facts, more) != null) {
            var cause = Smaller.whileFailing(facts, smaller -> firstLoss(before, after, smaller, more) != null);
            throw new AssertionError(firstLoss(before, after, cause, more) + "\nfacts: " + cause + "\nmore: "
                    + more.apply(cause) + "\nmodel: " + after);
        }
    }

    private static @Nullable String firstLoss(Model before, Model after, Facts facts, UnaryOperator<Facts> more) {
        var had = Resolver.resolve(before, facts, "ann");
        var has = Resolver.resolve(after, more.apply(facts), "ann");
        for (var feature : had.features().keySet()) {
            for (var segment : Objects.requireNonNull(has.features().get(feature))) {
                var was = at(had, feature, segment.from());
                if (!Access.isAtLeast(segment.outcome(), was.outcome())) {
                    return feature + " at " + segment.from() + ": was " + was + ", is " + segment;
                }
            }
            for (var segment : Objects.requireNonNull(had.features().get(feature))) {
                var is = at(has, feature, segment.from());
                if (!Access.isAtLeast(is.outcome(), segment.outcome())) {
                    return feature + " at " + segment.from() + ": was " + segment + ", is " + is;
                }
            }
        }
        return null;
    }

    @Test
    @Law("L-3 a deny always denies")
    void deniesWheneverADenyIsInForce() {
        Seeds.cases("L-3 deny", CASES, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, random.nextBoolean());
            var made = new RandomFacts(random);
            var deny = made.override(Effect.DENY);
            var timeline = Resolver.resolve(model, with(made.facts(), deny), deny.user());
            var segment = at(timeline, new FeatureKey(deny.feature()), deny.validFrom());
            assertThat(segment.outcome().reason()).isEqualTo(Reason.REVOKED_BY_OVERRIDE);
        });
    }

    @Test
    @Law("L-4 inside a segment the answer is constant; segments have no gaps and no overlaps")
    void isConstantInsideASegment() {
        Seeds.cases("L-4", CASES, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, random.nextBoolean());
            var facts = new RandomFacts(random).facts();
            var prepared = Prepared.of(model, Layers.ALL);
            var resolution = new Resolution(new Situation(prepared, facts, null));
            Resolver.resolve(model, facts).features().forEach((key, segments) -> {
                assertContiguous(segments);
                var feature = Objects.requireNonNull(prepared.feature(key.value()));
                for (var segment : segments) {
                    var inside = inside(segment, random);
                    assertThat(resolution.at(inside, feature, null).segment(segment.from(), segment.until()))
                            .as("%s at %s in %s", key, inside, segment)
                            .isEqualTo(segment);
                }
            });
        });
    }

    private static void assertContiguous(List<Segment> segments) {
        var end = Instant.MIN;
        Segment before = null;
        for (var segment : segments) {
            assertThat(segment.from()).isEqualTo(end);
            assertThat(before != null
                            && before.outcome().equals(segment.outcome())
                            && before.phase() == segment.phase())
                    .as("neighbours differ")
                    .isFalse();
            end = segment.until();
            before = segment;
        }
        assertThat(end).isEqualTo(Instant.MAX);
    }

    private static Instant inside(Segment segment, SplittableRandom random) {
        var from = segment.from().equals(Instant.MIN) ? RandomModel.START.minusSeconds(1_000_000) : segment.from();
        var until = segment.until().equals(Instant.MAX) ? from.plusSeconds(100_000_000) : segment.until();
        if (!from.isBefore(until)) {
            return segment.from();
        }
        return from.plusSeconds(
                random.nextLong(Math.max(1, Duration.between(from, until).toSeconds())));
    }

    @Test
    @Law("L-5 every decision names a source that exists")
    void namesASourceThatExists() {
        Seeds.cases("L-5 source", CASES, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, random.nextBoolean());
            var facts = new RandomFacts(random).facts();
            Resolver.resolve(model, facts).features().forEach((key, segments) -> {
                for (var segment : segments) {
                    var outcome = segment.outcome();
                    assertThat(exists(outcome.source(), model, facts))
                            .as("%s: %s", key, segment)
                            .isTrue();
                    assertThat(outcome.reason().isGrant()).isEqualTo(outcome instanceof Outcome.Granted);
                    if (outcome instanceof Outcome.Granted) {
                        assertThat(outcome.source().kind().name())
                                .isEqualTo(outcome.reason().name());
                    }
                }
            });
        });
    }

    private static boolean exists(Source source, Model model, Facts facts) {
        var ref = source.ref();
        return switch (source.kind()) {
            case DEFAULT -> model.feature(new FeatureKey(ref)) != null;
            case OVERRIDE ->
                facts.overrides().stream().anyMatch(override -> override.id().equals(ref));
            case PLAN, VARIATION, ADDON, PROMOTION, GRACE -> isSold(ref, model);
            case FALLBACK -> false;
        };
    }

    private static boolean isSold(String ref, Model model) {
        if (model.promotions().containsKey(ref)) {
            return true;
        }
        var slash = ref.indexOf('/');
        var version = ACustomer.ref(slash < 0 ? ref : ref.substring(0, slash));
        var plan = model.planVersion(version.key(), version.version());
        if (plan == null) {
            return model.addOnVersion(version.key(), version.version()) != null;
        }
        return slash < 0 || plan.variations().stream().anyMatch(variation -> ref.endsWith("/" + variation.name()));
    }

    @Test
    @Law("L-5 every denial has its true reason")
    void deniesForTheTrueReason() {
        Seeds.cases("L-5 reason", CASES, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, random.nextBoolean());
            var facts = new RandomFacts(random).facts();
            Resolver.resolve(model, facts).features().forEach((key, segments) -> {
                var feature = Objects.requireNonNull(model.feature(key));
                for (var segment : segments) {
                    if (segment.outcome() instanceof Outcome.Denied denied) {
                        var reason = denied.reason();
                        var at = inside(segment, random);
                        assertThat(isTrue(reason, feature, model, facts, at))
                                .as("%s of %s at %s\n%s", reason, key, at, facts)
                                .isTrue();
                    }
                }
            });
        });
    }

    /** What must be so for a reason to be said at all, found without the resolver. */
    private static boolean isTrue(Reason reason, Feature feature, Model model, Facts facts, Instant at) {
        return switch (reason) {
            case REVOKED_BY_OVERRIDE ->
                facts.overrides().stream()
                        .anyMatch(o -> o.feature().equals(feature.key().value())
                                && o.effect() != Effect.GRANT
                                && OverrideLayer.isInForce(o, at));
            case NOT_AVAILABLE_IN_MARKET, NOT_YET_AVAILABLE ->
                feature.availableIn().stream()
                        .noneMatch(
                                a -> a.market().countries().contains(String.valueOf(facts.country())) && a.covers(at));
            case NO_ACTIVE_PHASE -> facts.subscriptions().stream().noneMatch(s -> hasPlan(s, model, at));
            case NOT_IN_PLAN ->
                !facts.phases().isEmpty() || facts.subscriptions().stream().anyMatch(s -> hasPlan(s, model, at));
            case PAUSED ->
                facts.subscriptions().stream()
                        .anyMatch(s -> s.status() == BillingStatus.PAUSED || s.collectionPaused());
            case BILLING_UNPAID -> has(facts, BillingStatus.UNPAID);
            case BILLING_PAST_DUE -> has(facts, BillingStatus.PAST_DUE);
            default -> false;
        };
    }

    private static boolean has(Facts facts, BillingStatus status) {
        return facts.subscriptions().stream().anyMatch(subscription -> subscription.status() == status);
    }

    private static boolean hasPlan(Subscribed s, Model model, Instant at) {
        var runs = s.status().givesPhase()
                && !at.isBefore(s.startedAt())
                && (s.endsAt() == null || at.isBefore(s.endsAt()));
        var ran = s.status() == BillingStatus.CANCELED
                && s.endsAt() != null
                && !at.isBefore(s.startedAt())
                && at.isBefore(s.endsAt());
        return (runs || ran)
                && s.items().stream()
                        .anyMatch(item -> item.binding() instanceof Binding.ToPlan to
                                && model.planVersion(to.plan().key(), to.plan().version()) != null);
    }

    @Test
    @Law("L-5 the explanation re-evaluated gives the decision")
    void explainsWhatItDecides() {
        Seeds.cases("L-5 explanation", CASES / 2, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, random.nextBoolean());
            var facts = new RandomFacts(random).facts();
            Resolver.resolve(model, facts).features().forEach((key, segments) -> {
                for (var segment : segments) {
                    var explanation = Resolver.explain(model, facts, key, inside(segment, random));
                    assertThat(explanation.segment()).isEqualTo(segment);
                    assertExplains(explanation, segment);
                }
            });
        });
    }

    private static void assertExplains(Explanation explanation, Segment segment) {
        var layers = explanation.layers();
        assertThat(layers.getLast().after()).isEqualTo(Words.of(segment.outcome()));
        assertThat(layers.stream()
                        .filter(layer -> layer.layer().charAt(0) >= '5')
                        .map(Explanation.Layer::before))
                .as("each layer goes on from the one before")
                .containsExactlyElementsOf(before(layers));
        if (segment.outcome() instanceof Outcome.Granted) {
            assertThat(layers).as("something gave it: %s", layers).anyMatch(Explanation.Layer::won);
        }
    }

    private static List<@Nullable String> before(List<Explanation.Layer> layers) {
        var before = new ArrayList<@Nullable String>();
        String last = null;
        for (var layer : layers) {
            if (layer.layer().charAt(0) >= '5') {
                before.add(last);
                last = layer.after();
            }
        }
        return before;
    }

    private static Segment at(Timeline timeline, FeatureKey feature, Instant at) {
        return Objects.requireNonNull(timeline.features().get(feature)).stream()
                .filter(segment -> segment.covers(at))
                .findFirst()
                .orElseThrow();
    }

    private static Facts with(Facts facts, Subscribed subscription) {
        return new Facts(
                facts.customer(),
                facts.country(),
                facts.attributes(),
                plus(facts.subscriptions(), subscription),
                facts.phases(),
                facts.enrolments(),
                facts.overrides());
    }

    private static Facts with(Facts facts, CustomerOverride override) {
        return new Facts(
                facts.customer(),
                facts.country(),
                facts.attributes(),
                facts.subscriptions(),
                facts.phases(),
                facts.enrolments(),
                plus(facts.overrides(), override));
    }

    private static Facts withItem(Facts facts, Facts.BoundItem item) {
        var first = facts.subscriptions().getFirst();
        var more = new Subscribed(
                first.subject(),
                first.id(),
                first.status(),
                first.createdAt(),
                first.startedAt(),
                first.endsAt(),
                first.trialEndsAt(),
                first.billingAnchor(),
                first.collectionPaused(),
                first.episodeSince(),
                plus(first.items(), item));
        var subscriptions = new ArrayList<>(facts.subscriptions());
        subscriptions.set(0, more);
        return new Facts(
                facts.customer(),
                facts.country(),
                facts.attributes(),
                subscriptions,
                facts.phases(),
                facts.enrolments(),
                facts.overrides());
    }

    private static <T> List<T> plus(List<T> list, T one) {
        var more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    private static Model with(Model model, BillingPolicy policy) {
        return new Model(
                model.catalog(),
                model.cadence(),
                model.markets(),
                model.meters(),
                model.features(),
                model.plans(),
                model.addOns(),
                model.promotions(),
                policy,
                model.precedence());
    }
}
