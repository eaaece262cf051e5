package dev.plumbline.entitlement.resolve;

import static dev.plumbline.entitlement.customer.BillingStatus.PAST_DUE;
import static dev.plumbline.entitlement.customer.BillingStatus.PAUSED;
import static dev.plumbline.entitlement.customer.BillingStatus.UNPAID;
import static dev.plumbline.entitlement.resolve.ACustomer.aCustomer;
import static dev.plumbline.entitlement.resolve.ACustomer.aSubscription;
import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.Catalogs;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason of a denial, alone and together with those that come after it in the order of 04. */
@Law("L-5 every denial has its true reason")
class DenialReasonsTest {
    private static final String NOW = "2026-11-21T10:00:00Z";
    private static final Model MODEL = Catalogs.model("""
            format: 1
            catalog: { key: test }
            markets: { nordics: [NO], later: [DE] }
            features:
              sso:     { type: switch }
              payouts: { type: switch, availableIn: [ { market: nordics }, { market: later, from: 2027-01-01 } ] }
              seats:   { type: quantity }
              calls:   { type: metered }
              support: { type: level, levels: [community, email, manager] }
              other:   { type: switch }
            plans:
              team: { versions: [ { version: 1, billing: { stripe: [ { price: p } ] }, grants: {
                sso: true, payouts: true, seats: 5, support: email, calls: { limit: 100, window: { every: P1M } } } } ] }
            billingPolicy: { past_due: { grace: P1D } }
            """);

    record Row(
            Reason expected,
            String feature,
            ACustomer customer,
            int used,
            @Nullable Integer requested,
            @Nullable String level) {
        @Override
        public String toString() {
            return expected + " of " + feature + (requested == null ? "" : ", requested " + requested);
        }
    }

    private static Row row(Reason expected, String feature, ACustomer customer) {
        return new Row(expected, feature, customer, 0, null, null);
    }

    private static Row asking(
            Reason expected, String feature, int used, @Nullable Integer requested, @Nullable String level) {
        return new Row(expected, feature, aCustomer().in("NO").on("team@1"), used, requested, level);
    }

    static Stream<Row> denials() {
        var unpaid = aSubscription().to("team@1").late(UNPAID, "2026-11-01");
        var late = aSubscription().to("team@1").late(PAST_DUE, "2026-11-01");
        var paused = aSubscription().to("team@1").late(PAUSED, "2026-11-01");
        return Stream.of(
                row(Reason.REVOKED_BY_OVERRIDE, "sso", denied(aCustomer().on("team@1"), "sso")),
                row(Reason.REVOKED_BY_OVERRIDE, "payouts", denied(aCustomer().in("US"), "payouts")),
                row(
                        Reason.REVOKED_BY_OVERRIDE,
                        "sso",
                        aCustomer()
                                .on("team@1")
                                .override(Effect.SET, "sso", new Value.Switch(false), "2026-11-01", "2026-12-01")),
                row(
                        Reason.NOT_AVAILABLE_IN_MARKET,
                        "payouts",
                        aCustomer().in("US").on("team@1")),
                row(Reason.NOT_AVAILABLE_IN_MARKET, "payouts", aCustomer().on("team@1")),
                row(
                        Reason.NOT_AVAILABLE_IN_MARKET,
                        "payouts",
                        aCustomer().in("US").on(unpaid)),
                row(Reason.NOT_YET_AVAILABLE, "payouts", aCustomer().in("DE").on("team@1")),
                row(Reason.NOT_YET_AVAILABLE, "payouts", aCustomer().in("DE")),
                row(Reason.NO_ACTIVE_PHASE, "sso", aCustomer()),
                row(Reason.NO_ACTIVE_PHASE, "payouts", aCustomer().in("NO")),
                row(Reason.NOT_IN_PLAN, "other", aCustomer().on("team@1")),
                row(Reason.NOT_IN_PLAN, "other", aCustomer().on(unpaid)),
                row(Reason.PAUSED, "sso", aCustomer().on(paused).on(unpaid).on(late)),
                row(Reason.BILLING_UNPAID, "sso", aCustomer().on(late).on(unpaid)),
                row(Reason.BILLING_PAST_DUE, "sso", aCustomer().on(late)),
                asking(Reason.LEVEL_TOO_LOW, "support", 0, null, "manager"),
                asking(Reason.LEVEL_TOO_LOW, "support", 0, null, "no such level"),
                asking(Reason.REQUEST_EXCEEDS_LIMIT, "seats", 0, 6, null),
                asking(Reason.REQUEST_EXCEEDS_LIMIT, "calls", 100, 101, null),
                asking(Reason.REQUEST_EXCEEDS_LIMIT, "calls", 95, 6, null),
                asking(Reason.LIMIT_REACHED, "calls", 100, null, null),
                asking(Reason.LIMIT_REACHED, "calls", 120, 1, null));
    }

    private static ACustomer denied(ACustomer customer, String feature) {
        return customer.override(Effect.DENY, feature, null, "2026-11-01", "2026-12-01");
    }

    @ParameterizedTest
    @MethodSource("denials")
    void isTheTrueOne(Row row) {
        var feature = Objects.requireNonNull(MODEL.feature(new FeatureKey(row.feature)));
        var segment = Asked.of(MODEL, row.customer, row.feature).on(NOW);
        var requested = row.requested == null ? null : BigDecimal.valueOf(row.requested);
        var usage = new Usage(BigDecimal.valueOf(row.used), null);
        var decision = Decider.decide(feature, segment, usage, new Request(requested, row.level), at(NOW));
        assertThat(decision.reason()).isEqualTo(row.expected);
        assertThat(decision.hasAccess()).isFalse();
    }

    /** The rest are said by the check itself, where there is no segment or it may not be used. */
    @Test
    void isCoveredForEveryReasonThatASegmentOrUsageCanHave() {
        var covered = denials().map(Row::expected).collect(toCollection(() -> EnumSet.noneOf(Reason.class)));
        var elsewhere = List.of(
                Reason.FEATURE_UNKNOWN, Reason.CUSTOMER_UNKNOWN, Reason.STALE_DATA_POLICY, Reason.DEGRADED_MODE);
        assertThat(Arrays.stream(Reason.values()).filter(reason -> !reason.isGrant() && !elsewhere.contains(reason)))
                .containsExactlyInAnyOrderElementsOf(covered);
    }
}
