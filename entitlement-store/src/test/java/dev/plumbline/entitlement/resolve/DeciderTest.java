package dev.plumbline.entitlement.resolve;

import static dev.plumbline.entitlement.resolve.ACustomer.aCustomer;
import static dev.plumbline.entitlement.resolve.ACustomer.aSubscription;
import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.Catalogs;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a check answers (04), layer 9 included. */
class DeciderTest {
    private static final String NOW = "2026-11-21T10:00:00Z";
    private static final Model MODEL = Catalogs.aModel("""
            sso:     { type: switch }
            seats:   { type: quantity }
            storage: { type: quantity }
            none:    { type: quantity }
            support: { type: level, levels: [community, email, manager] }
            calls:   { type: metered }
            soft:    { type: metered }
            warned:  { type: metered }
            free:    { type: metered }
            rolling: { type: metered }
            saved:   { type: metered }
            """, """
            team: { versions: [ { version: 1, billing: { stripe: [ { price: p } ] }, grants: {
              sso: true, seats: 5, storage: unlimited, none: 0, support: email,
              calls:   { limit: 300, window: { every: P1M, anchor: calendar } },
              soft:    { limit: 300, window: { every: P1M, anchor: billing }, onLimit: overage },
              warned:  { limit: 300, window: { every: P1M, anchor: billing }, onLimit: warn },
              free:    { limit: unlimited, window: { every: P1M, anchor: calendar } },
              rolling: { limit: 10, window: { rolling: PT24H } },
              saved:   { limit: 300, window: { every: P1M }, rollover: { max: 100 } } } } ] }
            """);

    private static Decision decide(ACustomer customer, String feature, Usage usage, Request request) {
        return Decider.decide(
                Objects.requireNonNull(MODEL.feature(new FeatureKey(feature))),
                Asked.of(MODEL, customer, feature).on(NOW),
                usage,
                request,
                at(NOW));
    }

    private static Decision decide(String feature, int used) {
        return decide(
                aCustomer().on(aSubscription().to("team@1").anchored("2026-01-31")),
                feature,
                used(used, null),
                Request.PLAIN);
    }

    private static Usage used(int used, @Nullable Integer unused) {
        return new Usage(BigDecimal.valueOf(used), unused == null ? null : BigDecimal.valueOf(unused));
    }

    @Test
    void answersAMeteredFeatureWithItsWindow() {
        var decision = decide("calls", 120);
        assertThat(decision)
                .returns(true, Decision::hasAccess)
                .returns(Reason.PLAN, Decision::reason)
                .returns(false, Decision::unlimited)
                .returns(at("2026-11-01"), Decision::windowStart)
                .returns(at("2026-12-01"), Decision::resetsAt)
                .returns(at("2026-12-01"), Decision::validUntil)
                .returns(Segment.Phase.EVERGREEN, Decision::phase);
        assertThat(decision.limit()).isEqualByComparingTo("300");
        assertThat(decision.remaining()).isEqualByComparingTo("180");
        assertThat(decision.overage()).isEqualByComparingTo("0");
    }

    @Test
    @Law("L-7 denies new use and says how much is over")
    void deniesAtTheLimitAndSaysHowMuchIsOver() {
        var decision = decide("calls", 320);
        assertThat(decision.hasAccess()).isFalse();
        assertThat(decision.limit()).isEqualByComparingTo("300");
        assertThat(decision.remaining()).isZero();
        assertThat(decision.overage()).isEqualByComparingTo("20");
    }

    @Test
    void allowsBeyondTheLimitWhereThePlanSaysSo() {
        assertThat(decide("soft", 320)).returns(true, Decision::hasAccess).returns(Reason.PLAN, Decision::reason);
        assertThat(decide("soft", 320).overage()).isEqualByComparingTo("20");
        assertThat(decide("warned", 320).hasAccess()).isTrue();
    }

    @Test
    void followsTheBillingAnchorEvenIfItIsA31st() {
        assertThat(decide("soft", 0))
                .returns(at("2026-10-31"), Decision::windowStart)
                .returns(at("2026-11-30"), Decision::resetsAt);
    }

    @Test
    void knowsNoLimitWhereThereIsNone() {
        assertThat(decide("free", 1_000_000))
                .returns(true, Decision::hasAccess)
                .returns(true, Decision::unlimited)
                .returns(null, Decision::limit)
                .returns(null, Decision::remaining);
        assertThat(decide("storage", 0)).returns(true, Decision::unlimited).returns(null, Decision::limit);
    }

    @Test
    void neverStartsARollingWindowAnew() {
        assertThat(decide("rolling", 3))
                .returns(at("2026-11-20T10:00:00Z"), Decision::windowStart)
                .returns(null, Decision::resetsAt)
                .returns(null, Decision::validUntil);
    }

    @Test
    void carriesOverWhatWasLeftUpToTheMost() {
        var customer = aCustomer().on("team@1");
        assertThat(decide(customer, "saved", used(0, 50), Request.PLAIN).limit())
                .isEqualByComparingTo("350");
        assertThat(decide(customer, "saved", used(0, 290), Request.PLAIN).limit())
                .isEqualByComparingTo("400");
        assertThat(decide(customer, "saved", used(0, 0), Request.PLAIN).limit()).isEqualByComparingTo("300");
        assertThat(decide(customer, "saved", used(0, null), Request.PLAIN).limit())
                .isEqualByComparingTo("300");
    }

    @Test
    void answersZeroOrTheLowestLevelWhenDenied() {
        var nobody = aCustomer();
        assertThat(decide(nobody, "seats", Usage.NONE, Request.PLAIN).limit()).isZero();
        assertThat(decide(nobody, "support", Usage.NONE, Request.PLAIN))
                .returns("community", Decision::level)
                .returns(false, Decision::hasAccess);
        assertThat(decide(nobody, "sso", Usage.NONE, Request.PLAIN))
                .returns(null, Decision::limit)
                .returns(Reason.NO_ACTIVE_PHASE, Decision::reason);
        assertThat(decide(nobody, "calls", Usage.NONE, Request.PLAIN).limit()).isZero();
    }

    @Test
    void deniesAQuantityOfNone() {
        assertThat(decide("none", 0))
                .returns(false, Decision::hasAccess)
                .returns(Reason.LIMIT_REACHED, Decision::reason);
    }

    @Test
    void answersTheLevelAndThoseBelowIt() {
        var customer = aCustomer().on("team@1");
        assertThat(decide(customer, "support", Usage.NONE, new Request(null, "community"))
                        .hasAccess())
                .isTrue();
        assertThat(decide(customer, "support", Usage.NONE, new Request(null, "email"))
                        .hasAccess())
                .isTrue();
        assertThat(decide(customer, "support", Usage.NONE, new Request(null, "manager")))
                .returns(false, Decision::hasAccess)
                .returns("email", Decision::level);
    }

    @Test
    void isValidUntilTheSegmentEndsWhenThatIsSooner() {
        var customer = aCustomer().on(aSubscription().to("team@1").until("2026-11-25"));
        assertThat(decide(customer, "calls", Usage.NONE, Request.PLAIN).validUntil())
                .isEqualTo(at("2026-11-25"));
    }

    @Test
    void addsUsageToTheExplanation() {
        var facts = aCustomer().on("team@1").facts();
        var explanation = Resolver.explain(MODEL, facts, new FeatureKey("calls"), at(NOW));
        var layers = Decider.explain(explanation, decide("calls", 320)).layers();
        assertThat(layers.getLast().layer()).isEqualTo("9 usage");
        assertThat(layers.getLast().why()).isEqualTo("320 used; denied: LIMIT_REACHED");
        assertThat(layers.getLast().won()).isTrue();
    }
}
