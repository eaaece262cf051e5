package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** L-5: every answer can be followed back to what it was made of. */
final class LawsOfReasons {
    static final Statement SOURCE = new Statement(
            "L-5 every decision names a source that exists",
            false,
            (answers, example, random) -> everywhere(answers, example, random, LawsOfReasons::wrongSource));
    static final Statement REASON = new Statement(
            "L-5 every denial has its true reason",
            false,
            (answers, example, random) -> everywhere(answers, example, random, LawsOfReasons::wrongReason));
    static final Statement EXPLAINED = new Statement(
            "L-5 the explanation gives the decision",
            false,
            (answers, example, random) -> everywhere(answers, example, random, LawsOfReasons::wrongExplanation));
    static final Statement RE_EVALUATED = new Statement(
            "L-5 the rules read once more give the decision",
            false,
            (answers, example, random) -> everywhere(answers, example, random, LawsOfReasons::otherValue));

    private LawsOfReasons() {}

    private record Spot(Answers answers, Example example, Feature feature, Segment segment, Instant at) {
        Outcome outcome() {
            return segment.outcome();
        }

        boolean anyOverride(Predicate<CustomerOverride> is) {
            return example.facts().overrides().stream()
                    .anyMatch(override -> override.feature()
                                    .equals(feature.key().value())
                            && (override.user() == null || override.user().equals("ann"))
                            && !at.isBefore(override.validFrom())
                            && at.isBefore(override.validUntil())
                            && is.test(override));
        }
    }

    private interface Look {
        @Nullable
        String at(Spot spot);
    }

    private static @Nullable String everywhere(Answers answers, Example example, SplittableRandom random, Look look) {
        var timeline = answers.resolve(example.model(), example.facts(), "ann");
        for (var feature : timeline.features().entrySet()) {
            for (var segment : feature.getValue()) {
                var of = Objects.requireNonNull(example.model().feature(feature.getKey()));
                var spot = new Spot(answers, example, of, segment, Instants.inside(segment, random));
                var wrong = look.at(spot);
                if (wrong != null) {
                    return wrong + ": " + feature.getKey() + " at " + spot.at + " in " + segment;
                }
            }
        }
        return null;
    }

    private static @Nullable String wrongSource(Spot spot) {
        var source = spot.outcome().source();
        var exists =
                switch (source.kind()) {
                    case DEFAULT -> source.ref().equals(spot.feature.key().value());
                    case OVERRIDE -> spot.anyOverride(override -> override.id().equals(source.ref()));
                    case PLAN, VARIATION, ADDON, PROMOTION, GRACE, FALLBACK ->
                        Plainly.at(spot.at, spot.example).isSource(source, spot.example.facts());
                };
        if (!exists) {
            return "There is no " + source;
        }
        var isGrant = spot.outcome() instanceof Outcome.Granted;
        var isSaid = spot.outcome().reason().name().equals(source.kind().name());
        return isGrant == spot.outcome().reason().isGrant() && (!isGrant || isSaid) ? null : "Reason and source differ";
    }

    /** What must be so for a reason to be said at all. */
    private static @Nullable String wrongReason(Spot spot) {
        if (!(spot.outcome() instanceof Outcome.Denied denied)) {
            return null;
        }
        var reason = denied.reason();
        var running = Plainly.at(spot.at, spot.example);
        var country = String.valueOf(spot.example.facts().country());
        var isTrue =
                switch (reason) {
                    case REVOKED_BY_OVERRIDE -> spot.anyOverride(override -> override.effect() != Effect.GRANT);
                    case NOT_AVAILABLE_IN_MARKET, NOT_YET_AVAILABLE ->
                        !spot.feature.availableIn().isEmpty()
                                && spot.feature.availableIn().stream()
                                        .noneMatch(market ->
                                                market.market().countries().contains(country)
                                                        && market.covers(spot.at));
                    case NO_ACTIVE_PHASE -> running.lines().isEmpty();
                    case NOT_IN_PLAN -> !running.lines().isEmpty();
                    case PAUSED ->
                        running(running, BillingStatus.PAUSED)
                                || running.lines().stream()
                                        .anyMatch(line -> line.subscription() != null
                                                && line.subscription().collectionPaused())
                                || running.extras().stream()
                                        .anyMatch(extra -> extra.subscription().collectionPaused());
                    case BILLING_UNPAID -> running(running, BillingStatus.UNPAID);
                    case BILLING_PAST_DUE -> running(running, BillingStatus.PAST_DUE);
                    default -> false;
                };
        return isTrue ? null : "It is not " + reason;
    }

    private static boolean running(Plainly running, BillingStatus status) {
        return running.lines().stream()
                        .anyMatch(line -> line.subscription() != null
                                && line.subscription().status() == status)
                || running.extras().stream()
                        .anyMatch(extra -> extra.subscription().status() == status);
    }

    private static @Nullable String wrongExplanation(Spot spot) {
        var explanation =
                spot.answers.explain(spot.example.model(), spot.example.facts(), spot.feature.key(), spot.at, "ann");
        if (!explanation.segment().equals(spot.segment)) {
            return "It explains " + explanation.segment();
        }
        var layers = explanation.layers();
        if (!Objects.equals(layers.getLast().after(), Words.of(spot.outcome()))) {
            return "It ends with " + layers.getLast();
        }
        var last = new ArrayList<@Nullable String>();
        for (var layer : layers) {
            if (layer.layer().charAt(0) >= '5') {
                if (!last.isEmpty() && !Objects.equals(last.getLast(), layer.before())) {
                    return "A layer does not go on from the one before: " + layers;
                }
                last.add(layer.after());
            }
        }
        var isGrant = spot.outcome() instanceof Outcome.Granted;
        return !isGrant || won(layers) ? null : "Nothing gave it: " + layers;
    }

    private static boolean won(List<Explanation.Layer> layers) {
        return layers.stream().anyMatch(Explanation.Layer::won);
    }

    private static @Nullable String otherValue(Spot spot) {
        var plain = new PlainValue(spot.example, spot.feature, spot.at, "ann");
        if (!plain.isPlain()) {
            return null;
        }
        var expected = plain.get();
        var is = spot.outcome() instanceof Outcome.Granted granted ? PlainValue.of(granted.allowance()) : null;
        var isSame = expected == null ? is == null : is != null && expected.compareTo(is) == 0;
        return isSame ? null : "It should be " + expected;
    }
}
