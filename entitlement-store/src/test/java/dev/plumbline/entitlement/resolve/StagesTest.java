package dev.plumbline.entitlement.resolve;

import static dev.plumbline.entitlement.resolve.ACustomer.aCustomer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A change that is agreed for later is in the timeline, from its very instant (02, publish; law L-4). */
class StagesTest {
    private static final Instant SWITCH = Instant.parse("2026-06-01T04:00:00Z");
    private static final Facts ON_TEAM = aCustomer().in("DE").on("team@1").facts();

    @Test
    void switchesExactlyAtTheInstant() {
        var timeline = resolve(
                model(TestCatalog.YAML),
                model(TestCatalog.YAML.replace(
                        "bank_payouts: { name: Bank payouts,       type: switch, availableIn: [ { market: nordics } ] }",
                        "bank_payouts: { name: Bank payouts, type: switch }")));

        assertThat(at(timeline, "bank_payouts", SWITCH.minusNanos(1)).outcome()).isInstanceOf(Outcome.Denied.class);
        assertThat(at(timeline, "bank_payouts", SWITCH).outcome()).isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void leavesNoTraceOfAChangeThatChangesNothing() {
        var before = model(TestCatalog.YAML);
        var renamed = model(TestCatalog.YAML.replace("Single sign-on", "One sign-on"));

        assertThat(resolve(before, renamed)).isEqualTo(Resolver.resolve(before, ON_TEAM));
    }

    @Test
    void saysOfAFeatureThatComesLaterThatItIsToCome() {
        var timeline = resolve(
                model(TestCatalog.YAML),
                model(TestCatalog.YAML.replace(
                        "features:", "features:\n  api: { name: API, type: switch, default: true }")));

        assertThat(at(timeline, "api", SWITCH.minusNanos(1)).outcome())
                .isEqualTo(new Outcome.Denied(Reason.NOT_YET_AVAILABLE, new Source(Source.Kind.DEFAULT, "api")));
        assertThat(at(timeline, "api", SWITCH).outcome()).isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void endsAFeatureThatALaterModelHasNoMore() {
        var with = model(
                TestCatalog.YAML.replace("features:", "features:\n  api: { name: API, type: switch, default: true }"));

        assertThat(Objects.requireNonNull(resolve(with, model(TestCatalog.YAML))
                                .features()
                                .get(new FeatureKey("api")))
                        .getLast()
                        .until())
                .isEqualTo(SWITCH);
    }

    /** Random models and facts: before the instant as the first says, from it on as the second. */
    @Test
    void agreesWithEachModelOnItsSide() {
        Seeds.cases("L-4 over several models", 300, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, false);
            var next = RandomModel.of(random, false);
            var facts = new RandomFacts(random).facts();
            var timeline =
                    Stages.resolve(List.of(new Stage(Instant.MIN, model, facts), new Stage(SWITCH, next, facts)), null);
            assertThat(timeline.features()).isNotEmpty();
            timeline.features().forEach((feature, segments) -> {
                var known = Instant.MIN;
                for (var segment : segments) {
                    assertThat(segment.from()).as("no gaps").isEqualTo(known);
                    known = segment.until();
                    assertSaysTheSame(segment, feature, segment.from().isBefore(SWITCH) ? model : next, facts);
                    if (segment.from().isBefore(SWITCH) && segment.until().isAfter(SWITCH)) {
                        assertSaysTheSame(segment, feature, next, facts);
                    }
                }
            });
        });
    }

    private static void assertSaysTheSame(Segment segment, FeatureKey feature, Model model, Facts facts) {
        var alone = Resolver.resolve(model, facts).features().get(feature);
        if (alone != null) {
            var at = segment.until().isAfter(SWITCH) && segment.from().isBefore(SWITCH) ? SWITCH : segment.from();
            assertThat(segment.saysTheSame(covering(alone, at)) || segment.saysTheSame(covering(alone, segment.from())))
                    .as(feature.value())
                    .isTrue();
        }
    }

    private static Timeline resolve(Model before, Model after) {
        return Stages.resolve(
                List.of(new Stage(Instant.MIN, before, ON_TEAM), new Stage(SWITCH, after, ON_TEAM)), null);
    }

    private static Segment at(Timeline timeline, String feature, Instant at) {
        return covering(Objects.requireNonNull(timeline.features().get(new FeatureKey(feature))), at);
    }

    private static Segment covering(List<Segment> segments, Instant at) {
        return segments.stream()
                .filter(segment -> segment.covers(at))
                .findFirst()
                .orElseThrow();
    }

    private static Model model(String yaml) {
        if (CatalogFile.read(yaml) instanceof CatalogFile.Valid(var model)) {
            return model;
        }
        throw new IllegalStateException("The test's catalog is broken: " + CatalogFile.read(yaml));
    }
}
