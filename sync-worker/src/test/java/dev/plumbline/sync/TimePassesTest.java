package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A boundary that no event announces. */
class TimePassesTest {
    private RunningPlumbline plumbline;

    @BeforeEach
    void start() {
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.test-clock", true));
        plumbline.stripe().catalogue().createProduct("prod_team", "Team");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
    }

    @AfterEach
    void stop() {
        plumbline.close();
    }

    @Test
    @DisplayName(
            "F-45 a grace ends on time without an event and without a version; timeline, audit and outbox say TIME, once")
    void endsAGraceOnTime() {
        plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named("Late").withId("cus_late").in("FI"), Line.of("price_t", 5))
                .events()
                .forEach(plumbline::deliver);
        String subscription = plumbline
                .stripe()
                .reading()
                .subscriptions()
                .of("cus_late")
                .findFirst()
                .orElseThrow()
                .id();
        plumbline.comeToRest();
        plumbline.stripe().payments().fail(subscription).events().forEach(plumbline::deliver);
        plumbline.comeToRest();
        JsonNode inGrace = payouts();
        assertThat(inGrace.get("reason").asString()).isEqualTo("GRACE");
        Instant ends = Instant.parse(inGrace.get("validUntil").asString());
        long version = inGrace.get("version").asLong();

        moveClock(ends.minusSeconds(1));
        assertThat(payouts().get("hasAccess").asBoolean())
                .as("until the last second")
                .isTrue();
        assertThat(turned()).isEmpty();

        moveClock(ends);
        JsonNode after = payouts();
        assertThat(after.get("hasAccess").asBoolean())
                .as("from the very instant")
                .isFalse();
        assertThat(after.get("reason").asString()).isEqualTo("BILLING_PAST_DUE");
        assertThat(after.get("version").asLong())
                .as("time passing is no version")
                .isEqualTo(version);
        List<JsonNode> told = turned();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().get("reason").asString())
                .startsWith("TIME: from " + ends)
                .contains("bank_payouts is denied (BILLING_PAST_DUE)");
        assertThat(told.getFirst().get("after").get("reason").asString()).isEqualTo("TIME");
        assertThat(told.getFirst().get("actor").asString()).isEqualTo("plumbline");

        moveClock(ends.plus(Duration.ofHours(1)));
        assertThat(turned()).as("told once").hasSize(1);
        assertThat(plumbline.sql().sql("""
                                select count(*) from outbox
                                where kind = 'entitlement.changed' and customer_key = 'cus_late' and payload->>'reason' = 'TIME'
                                """).query(Long.class).single()).isEqualTo(1);
        moveClock(ends.plus(Duration.ofDays(30)));
        assertThat(turned()).as("the next stage of the policy").hasSizeGreaterThan(1);
    }

    @Test
    @DisplayName(
            "F-26 F-45 answers that an older node wrote are looked at once, and tell of what comes, not of what was")
    void catchesUpWithAnswersOfOlderNodes() {
        plumbline.put("/v1/customers/acme", Map.of("country", "FI"));
        Instant now = Instant.now();
        plumbline.post(
                "/v1/customers/acme/overrides",
                "application/json",
                "{\"feature\":\"sso\",\"effect\":\"grant\",\"reason\":\"a try\",\"validUntil\":\""
                        + now.plus(Duration.ofDays(2)) + "\"}");
        plumbline.json("/v1/customers/acme/entitlements/sso?consistency=strict");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> plumbline
                        .json("/v1/customers/acme/entitlements/sso?consistency=strict")
                        .get("hasAccess")
                        .asBoolean());
        plumbline.sql().sql("update entitlement set turns_at = '-infinity'").update();
        moveClock(now.plus(Duration.ofDays(1)));
        assertThat(turnedOf("acme")).isEmpty();
        moveClock(now.plus(Duration.ofDays(3)));
        assertThat(turnedOf("acme")).hasSize(1);
    }

    private JsonNode payouts() {
        return plumbline.check("cus_late", "bank_payouts");
    }

    private void moveClock(Instant to) {
        assertThat(plumbline.put("/v1/test-clock", Map.of("now", to.toString())).statusCode())
                .isEqualTo(200);
    }

    private List<JsonNode> turned() {
        return turnedOf("cus_late");
    }

    private List<JsonNode> turnedOf(String customer) {
        var turned = new ArrayList<JsonNode>();
        plumbline
                .json("/v1/customers/" + customer + "/timeline?limit=100")
                .get("data")
                .forEach(entry -> {
                    if (entry.get("action").asString().equals("entitlements.turned")) {
                        turned.add(entry);
                    }
                });
        return turned;
    }
}
