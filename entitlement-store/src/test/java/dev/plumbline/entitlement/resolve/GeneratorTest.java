package dev.plumbline.entitlement.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.MergeRule;
import dev.plumbline.entitlement.resolve.Allowance.Limit;
import dev.plumbline.entitlement.resolve.Allowance.Metered;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The laws prove nothing about what the made-up examples never reach: it is counted, and something that is no longer reached fails. */
class GeneratorTest {
    private static final int CASES = 1_500;
    private static final int ENOUGH = 5;

    private final Map<String, Integer> reached = new TreeMap<>();

    @Test
    void reachesAllThatTheRulesSpeakOf() {
        expected().forEach(what -> reached.put(what, 0));
        Seeds.cases("generator", CASES, seed -> {
            var random = new SplittableRandom(seed);
            count(Example.of(random), random);
        });
        System.out.println(reached);
        assertThat(reached).allSatisfy((what, many) -> assertThat(many).as(what).isGreaterThan(ENOUGH));
    }

    /** What is reached is counted by name, so only what might be missed has to be named here. */
    private static List<String> expected() {
        var expected = new ArrayList<>(List.of(
                "several subscriptions",
                "several providers",
                "several accounts",
                "several items of one version",
                "an episode with stages",
                "collection paused",
                "a trial phase",
                "a phase made by hand",
                "two variations of different priority fit",
                "an add-on beyond its max",
                "an add-on without the plan it needs",
                "a promotion with grantFor",
                "a promotion withdrawn",
                "an override that ignores availability decides",
                "a market that opens",
                "a market that closes",
                "different windows meet",
                "unlimited",
                "rollover",
                "an unmapped item",
                "a version that is not in the model",
                "a third version"));
        Arrays.stream(BillingStatus.values()).forEach(status -> expected.add("status " + status));
        Arrays.stream(MergeRule.values()).forEach(rule -> expected.add("two plan lines merged by " + rule));
        Arrays.stream(Allowance.OnLimit.values()).forEach(at -> expected.add("at the limit " + at));
        Arrays.stream(Segment.Phase.values()).forEach(phase -> expected.add("phase " + phase));
        List.of("Calendar", "Billing", "Rolling").forEach(window -> expected.add("window " + window));
        for (var effect : Effect.values()) {
            expected.add("override " + effect + " of the customer");
            expected.add("override " + effect + " of a user");
        }
        Arrays.stream(Reason.values())
                .filter(reason -> reason != Reason.FALLBACK && reason.compareTo(Reason.BILLING_PAST_DUE) <= 0)
                .forEach(reason -> expected.add("reason " + reason));
        return expected;
    }

    private void count(String what, boolean isReached) {
        if (isReached) {
            reached.merge(what, 1, Integer::sum);
        }
    }

    private void count(Example example, SplittableRandom random) {
        countFacts(example);
        var timeline = Resolver.resolve(example.model(), example.facts(), "ann");
        timeline.features().forEach((key, segments) -> {
            for (var segment : segments) {
                count("reason " + segment.outcome().reason(), true);
                count("phase " + segment.phase(), segment.phase() != null);
                if (segment.outcome() instanceof Outcome.Granted granted) {
                    count(granted.allowance());
                }
                countRunning(example, key, Plainly.at(Instants.inside(segment, random), example));
            }
        });
        count(
                "different windows meet",
                !Resolver.findings(example.model(), example.facts(), RandomModel.START)
                        .isEmpty());
    }

    private void count(Allowance allowance) {
        if (allowance instanceof Metered metered) {
            count("window " + metered.window().getClass().getSimpleName(), true);
            count("at the limit " + metered.onLimit(), true);
            count("rollover", metered.rolloverMax() != null);
            count("unlimited", metered.limit() instanceof Limit.Unlimited);
        }
    }

    private void countFacts(Example example) {
        var facts = example.facts();
        var subjects = new HashSet<String>();
        var accounts = new HashSet<String>();
        for (var s : facts.subscriptions()) {
            subjects.add(s.subject().provider());
            accounts.add(s.subject().provider() + s.subject().account());
            count("status " + s.status(), true);
            count("collection paused", s.collectionPaused());
            count("collection paused until a day", s.collectionPaused() && s.collectionResumesAt() != null);
            count("something agreed for later", !s.ahead().isEmpty());
            count("agreed and yet to begin", !s.ahead().isEmpty() && s.status() == BillingStatus.PENDING);
            count(
                    "an episode with stages",
                    s.episodeSince() != null
                            && (s.status() == BillingStatus.PAST_DUE || s.status() == BillingStatus.UNPAID));
            s.items().forEach(item -> count(item.binding(), example));
        }
        count("several subscriptions", facts.subscriptions().size() > 1);
        count("several providers", subjects.size() > 1);
        count("several accounts", accounts.size() > subjects.size());
        count("a phase made by hand", !facts.phases().isEmpty());
        for (var override : facts.overrides()) {
            count(
                    "override " + override.effect() + (override.user() == null ? " of the customer" : " of a user"),
                    true);
        }
        for (var enrolment : facts.enrolments()) {
            var promotion = example.model().promotions().get(enrolment.promotion());
            count("a promotion with grantFor", promotion != null && promotion.grantFor() != null);
            count("a promotion withdrawn", promotion != null && enrolment.withdrawnAt() != null);
        }
        example.model()
                .features()
                .values()
                .forEach(feature -> feature.availableIn().forEach(market -> {
                    count("a market that opens", market.from() != null);
                    count("a market that closes", market.until() != null);
                }));
        example.model()
                .plans()
                .values()
                .forEach(plan -> count("a third version", plan.versions().size() > 2));
    }

    private void count(Binding binding, Example example) {
        count("an unmapped item", binding instanceof Binding.Unmapped);
        count(
                "a version that is not in the model",
                binding instanceof Binding.ToPlan to
                        && example.model()
                                        .planVersion(to.plan().key(), to.plan().version())
                                == null);
    }

    private void countRunning(Example example, FeatureKey key, Plainly running) {
        var rule = Objects.requireNonNull(example.model().feature(key)).merge();
        count("two plan lines merged by " + rule, running.lines().size() > 1);
        for (var line : running.lines()) {
            var fitting = line.fitting(example.facts().country()).stream()
                    .filter(variation -> variation.grants().containsKey(key))
                    .count();
            count("two variations of different priority fit", fitting > 1);
            count(
                    "a trial phase",
                    line.isTrial()
                            && line.version().trial() != null
                            && line.version().trial().grants().containsKey(key));
            count(
                    "several items of one version",
                    line.subscription() != null
                            && line.subscription().items().size() > 1
                            && line.billed().size() > 1);
        }
        for (var extra : running.extras()) {
            count("an add-on without the plan it needs", !running.isUseful(extra));
            count(
                    "an add-on beyond its max",
                    extra.version().max() != null
                            && extra.count() > extra.version().max());
        }
        count(
                "an override that ignores availability decides",
                example.facts().overrides().stream()
                        .anyMatch(override -> override.ignoreAvailability()
                                && override.feature().equals(key.value())
                                && !Objects.requireNonNull(example.model().feature(key))
                                        .availableIn()
                                        .isEmpty()));
    }
}
