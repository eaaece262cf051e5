package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import dev.plumbline.entitlement.model.BillingPolicy;
import dev.plumbline.entitlement.model.BillingPolicy.Policy;
import dev.plumbline.entitlement.model.BillingPolicy.Stage;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.MergeRule;
import dev.plumbline.entitlement.model.Model;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** L-3: more never takes away, and a deny always does. */
final class LawsOfMore {
    static final Statement ONE_MORE = new Statement(
            "L-3 one more subscription, add-on, promotion or grant override never takes access away",
            true,
            (answers, example, random) -> loss(answers, example, example.with(oneMore(example.facts(), random))));
    static final Statement HIGHER_LIMIT = new Statement(
            "L-3 a higher limit never takes access away",
            true,
            (answers, example, _) -> loss(answers, example, example.with(Raised.of(example.model()))));
    static final Statement LONGER_GRACE = new Statement(
            "L-3 a longer grace never takes access away",
            true,
            (answers, example, _) -> loss(answers, example, example.with(longerGrace(example.model()))));
    static final Statement DENY = new Statement("L-3 a deny always denies", false, LawsOfMore::notDenied);

    private LawsOfMore() {}

    private static Facts oneMore(Facts facts, SplittableRandom random) {
        var made = new RandomFacts(random);
        return switch (random.nextInt(4)) {
            case 0 ->
                with(facts, plus(facts.subscriptions(), made.subscription()), facts.enrolments(), facts.overrides());
            case 1 ->
                with(
                        facts,
                        facts.subscriptions(),
                        facts.enrolments(),
                        plus(facts.overrides(), made.override(Effect.GRANT)));
            case 2 -> with(facts, facts.subscriptions(), plus(facts.enrolments(), made.enrolment()), facts.overrides());
            default -> withAddOn(facts, random.nextBoolean() ? "x" : "y");
        };
    }

    private static Facts withAddOn(Facts facts, String addOn) {
        if (facts.subscriptions().isEmpty()) {
            return facts;
        }
        var first = facts.subscriptions().getFirst();
        var item = new Facts.BoundItem("more", 1L, new Binding.ToAddOn("price", new Binding.PlanRef(addOn, 1), null));
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
                plus(first.items(), item),
                first.collectionResumesAt(),
                first.ahead());
        var subscriptions = new ArrayList<>(facts.subscriptions());
        subscriptions.set(0, more);
        return with(facts, subscriptions, facts.enrolments(), facts.overrides());
    }

    /** The stage after grace begins later by half a day; all else stays where it is. */
    private static Model longerGrace(Model model) {
        var policy = model.billingPolicy();
        return new Model(
                model.catalog(),
                model.cadence(),
                model.markets(),
                model.meters(),
                model.features(),
                model.plans(),
                model.addOns(),
                model.promotions(),
                new BillingPolicy(
                        longer(policy.pastDue()),
                        longer(policy.unpaid()),
                        longer(policy.paused()),
                        policy.collectionPaused()),
                model.precedence());
    }

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

    /** Where the better-ranked plan's grant replaces all others, more may be less: that is what the rule is for. */
    private static @Nullable String loss(Answers answers, Example before, Example after) {
        var had = answers.resolve(before.model(), before.facts(), "ann").features();
        var has = answers.resolve(after.model(), after.facts(), "ann").features();
        for (var key : had.keySet()) {
            var was = Objects.requireNonNull(had.get(key));
            var is = Objects.requireNonNull(has.get(key));
            if (Objects.requireNonNull(before.model().feature(key)).merge() == MergeRule.REPLACE) {
                continue;
            }
            var instants = new TreeSet<Instant>();
            was.forEach(segment -> instants.add(segment.from()));
            is.forEach(segment -> instants.add(segment.from()));
            for (var at : instants) {
                var a = Instants.covering(was, at);
                var b = Instants.covering(is, at);
                if (!Access.isAtLeast(b.outcome(), a.outcome())) {
                    return key + " at " + at + " was " + a + ", is " + b + "\nwith: " + after.facts();
                }
            }
        }
        return null;
    }

    /** Whatever else people decided about the same feature at the same time. */
    private static @Nullable String notDenied(Answers answers, Example example, SplittableRandom random) {
        var made = new RandomFacts(random);
        var deny = made.override(Effect.DENY);
        var rival = made.rivalOf(deny, random.nextBoolean() ? Effect.GRANT : Effect.SET);
        var facts = example.facts();
        var decided =
                with(facts, facts.subscriptions(), facts.enrolments(), plus(plus(facts.overrides(), deny), rival));
        var segments = answers.resolve(example.model(), decided, deny.user())
                .features()
                .get(new FeatureKey(deny.feature()));
        if (segments == null) {
            return null; // the feature was found to have no part in it
        }
        for (var segment : segments) {
            var isInForce = segment.from().isBefore(deny.validUntil())
                    && deny.validFrom().isBefore(segment.until());
            if (isInForce && segment.outcome().reason() != Reason.REVOKED_BY_OVERRIDE) {
                return deny + " but " + segment + "\nbeside " + rival;
            }
        }
        return null;
    }

    private static Facts with(
            Facts f,
            List<Subscribed> subscriptions,
            List<Facts.Enrolment> enrolments,
            List<Facts.CustomerOverride> overrides) {
        return new Facts(f.customer(), f.country(), f.attributes(), subscriptions, f.phases(), enrolments, overrides);
    }

    private static <T> List<T> plus(List<T> list, T one) {
        var more = new ArrayList<>(list);
        more.add(one);
        return more;
    }
}
