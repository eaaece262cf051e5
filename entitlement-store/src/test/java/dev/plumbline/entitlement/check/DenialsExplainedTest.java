package dev.plumbline.entitlement.check;

import static dev.plumbline.entitlement.resolve.ACustomer.aCustomer;
import static dev.plumbline.entitlement.resolve.ACustomer.aSubscription;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.resolve.ACustomer;
import dev.plumbline.entitlement.resolve.Reason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** M16 for denials: whatever is denied says by which layer, and which facts with which event led there, over HTTP. */
class DenialsExplainedTest {
    private static final String NOW = "2026-11-21T10:00:00Z";
    private static final String CATALOG = """
            format: 1
            catalog: { key: test }
            markets: { nordics: [NO], later: [DE] }
            features:
              sso:     { type: switch }
              payouts: { type: switch, availableIn: [ { market: nordics }, { market: later, from: 2027-01-01 } ] }
              seats:   { type: quantity }
              calls:   { type: metered }
              credits: { type: metered }
              support: { type: level, levels: [community, email, manager] }
              other:   { type: switch }
            plans:
              team: { versions: [ { version: 1, billing: { stripe: [ { price: p } ] }, grants: {
                sso: true, payouts: true, seats: 5, support: email,
                calls: { limit: 100, window: { every: P1M } }, credits: { limit: 0, window: { every: P1M } } },
                variations: [ { name: big-yearly, when: { term: yearly }, grants: { seats: 9 } } ] } ] }
            addOns:
              more_seats: { versions: [ { version: 1, requires: { plans: [team] }, grants: { seats: { add: 2 } },
                billing: { stripe: [ { price: more } ] } } ] }
            promotions:
              autumn: { reason: test, window: { from: 2026-11-01, until: 2026-12-01 }, grants: { seats: 7 } }
            billingPolicy: { past_due: { grace: P1D, then: { keepOnly: [support] } }, paused: { keepOnly: [support] } }
            """;

    private static final AtomicInteger CUSTOMERS = new AtomicInteger();
    private static RunningStore store;
    private static Stored stored;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
        Answer published = store.post("/v1/catalog/publish", CATALOG, "Content-Type", "application/yaml");
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        stored = new Stored(store.jdbc(), store.bean(Models.class));
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    /**
     * @param asks the feature, and what of it
     * @param layer what must be said by it, in words of the answer
     * @param fact that must be named
     */
    record Denial(Reason reason, ACustomer customer, String asks, String layer, String fact) {
        @Override
        public String toString() {
            return reason + " of " + asks;
        }
    }

    static Stream<Denial> denials() {
        return Stream.of(
                new Denial(
                        Reason.REVOKED_BY_OVERRIDE,
                        aCustomer().on("team@1").override(Effect.DENY, "sso", null, "2026-11-01", "2026-12-01"),
                        "sso",
                        "7 override ovr_0: on → nothing; A person denied it",
                        "override ovr_0"),
                new Denial(
                        Reason.NOT_AVAILABLE_IN_MARKET,
                        aCustomer().in("US").on("team@1"),
                        "payouts",
                        "8 availability team@1: on → nothing; NOT_AVAILABLE_IN_MARKET: the customer is in US",
                        "country US"),
                new Denial(
                        Reason.NOT_AVAILABLE_IN_MARKET,
                        aCustomer().on("team@1"),
                        "payouts",
                        "8 availability team@1: on → nothing; NOT_AVAILABLE_IN_MARKET: nobody knows the customer's country",
                        "item stripe/default/cus_1/sub_0/si_0 by evt_1"),
                new Denial(
                        Reason.NOT_YET_AVAILABLE,
                        aCustomer().in("DE").on("team@1"),
                        "payouts",
                        "8 availability team@1: on → nothing; NOT_YET_AVAILABLE: the customer is in DE",
                        "country DE"),
                new Denial(
                        Reason.NO_ACTIVE_PHASE,
                        aCustomer().on(aSubscription().to("team@1").until("2026-11-01")),
                        "sso",
                        "5 merge sso: nothing → nothing; Nothing is left: NO_ACTIVE_PHASE",
                        "subscription stripe/default/cus_1/sub_0 by evt_1"),
                new Denial(
                        Reason.NOT_IN_PLAN,
                        aCustomer().on("team@1"),
                        "other",
                        "5 merge other: nothing → nothing; Nothing is left: NOT_IN_PLAN",
                        "mapping price → team@1"),
                new Denial(
                        Reason.PAUSED,
                        aCustomer().on(aSubscription().to("team@1").late(BillingStatus.PAUSED, "2026-11-10")),
                        "sso",
                        "4 billing policy team@1: on → nothing; The billing policy takes it away",
                        "status stripe/default/cus_1/sub_0 PAUSED by evt_1"),
                new Denial(
                        Reason.BILLING_UNPAID,
                        aCustomer().on(aSubscription().to("team@1").late(BillingStatus.UNPAID, "2026-11-10")),
                        "sso",
                        "4 billing policy team@1: on → nothing; The billing policy takes it away",
                        "episode stripe/default/cus_1/sub_0 since 2026-11-10T00:00:00Z by evt_1"),
                new Denial(
                        Reason.BILLING_PAST_DUE,
                        aCustomer().on(aSubscription().to("team@1").late(BillingStatus.PAST_DUE, "2026-11-10")),
                        "sso",
                        "4 billing policy team@1: on → nothing; The billing policy takes it away",
                        "status stripe/default/cus_1/sub_0 PAST_DUE by evt_1"),
                new Denial(
                        Reason.LEVEL_TOO_LOW,
                        aCustomer().on("team@1"),
                        "support?level=manager",
                        "9 usage team@1: email → nothing; denied: LEVEL_TOO_LOW",
                        "item stripe/default/cus_1/sub_0/si_0 by evt_1"),
                new Denial(
                        Reason.REQUEST_EXCEEDS_LIMIT,
                        aCustomer().on("team@1"),
                        "calls?requested=101",
                        "9 usage team@1: 100 per billing P1M → nothing; 0 used; denied: REQUEST_EXCEEDS_LIMIT",
                        "item stripe/default/cus_1/sub_0/si_0 by evt_1"),
                new Denial(
                        Reason.LIMIT_REACHED,
                        aCustomer().on("team@1"),
                        "credits",
                        "9 usage team@1: 0 per billing P1M → nothing; 0 used; denied: LIMIT_REACHED",
                        "item stripe/default/cus_1/sub_0/si_0 by evt_1"));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void nameTheLayerAndTheFactsThatLedThere(Denial denial) {
        JsonNode explained = explain(denial.customer, denial.asks);

        assertThat(explained.get("decision").get("hasAccess").asBoolean()).isFalse();
        assertThat(explained.get("decision").get("reason").asString()).isEqualTo(denial.reason.name());
        assertThat(layers(explained)).contains(denial.layer);
        assertThat(explained
                        .get("layers")
                        .valueStream()
                        .filter(layer -> layer.get("won").asBoolean()))
                .as("a layer that decided")
                .isNotEmpty()
                .as("the one that is to blame is among them")
                .anyMatch(layer -> layer(layer).equals(denial.layer));
        assertThat(facts(explained)).contains(denial.fact);
        assertThat(facts(explained))
                .filteredOn(fact -> fact.startsWith("item "))
                .as("an item is named with the event that made us look")
                .isNotEmpty()
                .allMatch(fact -> fact.endsWith(" by evt_1"));
    }

    @Test
    void areCoveredForEveryReasonThatCanOccur() {
        var covered = EnumSet.noneOf(Reason.class);
        denials().forEach(denial -> covered.add(denial.reason));
        var elsewhere = List.of(
                Reason.FEATURE_UNKNOWN, Reason.CUSTOMER_UNKNOWN, Reason.STALE_DATA_POLICY, Reason.DEGRADED_MODE);
        assertThat(Arrays.stream(Reason.values()).filter(reason -> !reason.isGrant() && !elsewhere.contains(reason)))
                .containsExactlyInAnyOrderElementsOf(covered);
        assertThat(store.get("/v1/customers/nobody-at-all/entitlements/sso/explain")
                        .code())
                .isEqualTo("CUSTOMER_UNKNOWN");
        String known = explain(aCustomer().on("team@1"), "sso")
                .get("decision")
                .get("customer")
                .asString();
        assertThat(store.get("/v1/customers/" + known + "/entitlements/teleport/explain")
                        .code())
                .isEqualTo("FEATURE_UNKNOWN");
    }

    /** Event → item → mapping → plan version → variation → promotion → policy → merge → add-on → override. */
    @Test
    void nameTheWholeChainOfAGrant() {
        JsonNode explained = explain(
                aCustomer()
                        .on(aSubscription()
                                .to("team@1", "yearly", null, 1L)
                                .addOn("more_seats@1", 2)
                                .late(BillingStatus.PAST_DUE, "2026-11-21"))
                        .enrolledIn("autumn", "2026-11-02")
                        .override(Effect.GRANT, "seats", ACustomer.limit(40), "2026-11-01", "2026-12-01"),
                "seats");

        assertThat(explained.get("decision").get("reason").asString()).isEqualTo("OVERRIDE");
        assertThat(layers(explained))
                .anyMatch(layer -> layer.startsWith("1 plan version team@1: nothing → 5"))
                .anyMatch(layer -> layer.startsWith("2 variation team@1/big-yearly: 5 → 9"))
                .anyMatch(layer -> layer.startsWith("3 promotion"))
                .anyMatch(layer -> layer.startsWith("4 billing policy") && layer.contains("the grace has not run out"))
                .anyMatch(layer -> layer.startsWith("5 merge"))
                .anyMatch(layer -> layer.startsWith("6 add-on more_seats@1: 9 → 13"))
                .anyMatch(layer -> layer.startsWith("7 override ovr_0: 13 → 40"))
                .anyMatch(layer -> layer.startsWith("8 availability"));
        assertThat(facts(explained))
                .contains(
                        "subscription stripe/default/cus_1/sub_0 by evt_1",
                        "status stripe/default/cus_1/sub_0 PAST_DUE by evt_1",
                        "item stripe/default/cus_1/sub_0/si_0 by evt_1",
                        "mapping price → team@1",
                        "item stripe/default/cus_1/sub_0/si_1 by evt_1",
                        "mapping price → more_seats@1",
                        "enrolment autumn",
                        "override ovr_0");
    }

    /** A customer of its own each time: what was known of another before would be part of the answer for the past. */
    private static JsonNode explain(ACustomer customer, String asks) {
        Facts facts = customer.facts();
        String key = "customer-" + CUSTOMERS.incrementAndGet();
        stored.write(new Facts(
                new CustomerKey(key),
                facts.country(),
                facts.attributes(),
                facts.subscriptions(),
                facts.phases(),
                facts.enrolments(),
                facts.overrides()));
        String[] parts = asks.split("\\?", 2);
        String query = "?at=" + NOW + (parts.length == 1 ? "" : "&" + parts[1]);
        Answer answer = store.get("/v1/customers/" + key + "/entitlements/" + parts[0] + "/explain" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> layers(JsonNode explained) {
        return explained
                .get("layers")
                .valueStream()
                .map(DenialsExplainedTest::layer)
                .toList();
    }

    private static String layer(JsonNode layer) {
        JsonNode source = layer.get("source");
        return Stream.of(
                                layer.get("layer").asString(),
                                source.isNull() ? "" : source.get("ref").asString())
                        .filter(word -> !word.isEmpty())
                        .collect(joining(" "))
                + ": " + layer.path("before").asString("nothing") + " → "
                + layer.path("after").asString("nothing")
                + "; " + layer.get("why").asString();
    }

    private static List<String> facts(JsonNode explained) {
        return explained
                .get("facts")
                .valueStream()
                .map(fact -> fact.get("kind").asString() + " " + fact.get("ref").asString()
                        + (fact.has("event") ? " by " + fact.get("event").asString() : ""))
                .toList();
    }
}
