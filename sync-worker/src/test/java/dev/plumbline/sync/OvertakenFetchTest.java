package dev.plumbline.sync;

import static dev.plumbline.sync.support.Seats.buy;
import static dev.plumbline.sync.support.Seats.changeSeats;
import static dev.plumbline.sync.support.Seats.seats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Slow answers of the provider, and whoever comes meanwhile. */
class OvertakenFetchTest {
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.sync.settle", "PT1H"));
        plumbline.stripe().catalogue().createProduct("prod_team", "Team");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    @Test
    @DisplayName(
            "F-10 a slow fetch that lost its lease is overtaken by a fast one: what it saw before is refused as stale")
    void refusesTheOvertaken() {
        List<Event> events = buy(plumbline, "cus_f10", 5);
        plumbline.api().nextTo("/v1/customers/cus_f10", new Trouble.Slow(Duration.ofSeconds(6)));
        plumbline.deliver(events.getFirst());
        untilAsked("cus_f10");
        Event changed = changeSeats(plumbline, "cus_f10", 9).getFirst();
        // As if its node had stood still for longer than the lease: somebody else may claim.
        plumbline
                .sql()
                .sql("update subject set lease_until = null where id = 'cus_f10'")
                .update();
        plumbline.deliver(changed);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> seats(plumbline, "cus_f10") == 9);
        await("the slow one ends").atMost(Duration.ofSeconds(60)).until(() -> passes("stale") >= 1);
        plumbline.comeToRest();
        assertThat(seats(plumbline, "cus_f10")).isEqualTo(9);
        assertThat(versions("cus_f10")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "F-12 a second event while the fetch of the first one runs: the subject stays dirty, a second pass sees it")
    void looksAgainForWhatCameMeanwhile() {
        List<Event> events = buy(plumbline, "cus_f12", 5);
        plumbline.api().nextTo("/v1/customers/cus_f12", new Trouble.Slow(Duration.ofSeconds(2)));
        plumbline.deliver(events.getFirst());
        untilAsked("cus_f12");
        plumbline.deliver(changeSeats(plumbline, "cus_f12", 9).getFirst());
        plumbline.comeToRest();
        assertThat(seats(plumbline, "cus_f12")).isEqualTo(9);
        assertThat(plumbline.api().log().to("/v1/customers/cus_f12").size())
                .as("two passes, and no more")
                .isEqualTo(2);
    }

    @Test
    @DisplayName(
            "F-13 the buyer is back before the webhook: a refresh answers what was bought, the late webhook changes nothing")
    void answersBeforeTheWebhook() {
        List<Event> late = buy(plumbline, "cus_f13", 7);
        plumbline.put("/v1/customers/acme13", Map.of("country", "FI"));
        plumbline.put("/v1/customers/acme13/links/stripe/default/cus_f13", Map.of());
        HttpResponse<String> refreshed =
                plumbline.post("/v1/customers/acme13/refresh?wait=10s", "application/json", "");
        for (String wait : List.of("soon", "9223372036854775807d", "-1s")) {
            assertThat(plumbline
                            .post("/v1/customers/acme13/refresh?wait=" + wait, "application/json", "")
                            .statusCode())
                    .as(wait)
                    .isEqualTo(400);
        }
        JsonNode answer = JsonMapper.shared().readTree(refreshed.body());
        assertThat(answer.get("applied").asBoolean()).as(refreshed.body()).isTrue();
        assertThat(plumbline
                        .json("/v1/customers/acme13/entitlements/seats?minVersion=" + answer.get("version"))
                        .get("limit")
                        .asInt())
                .isEqualTo(7);
        int versions = versions("acme13");
        late.forEach(event -> assertThat(plumbline.deliver(event)).isEqualTo(200));
        plumbline.comeToRest();
        assertThat(versions("acme13")).isEqualTo(versions);
    }

    private static void untilAsked(String customer) {
        // The log has a request when its answer is made; a slow one is still on its way then.
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        !plumbline.api().log().to("/v1/customers/" + customer).isEmpty());
    }

    private static double passes(String outcome) {
        Counter counter = plumbline
                .bean(MeterRegistry.class)
                .find("plumbline.pass")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static int versions(String customer) {
        return plumbline
                .sql()
                .sql("select count(*) from entitlement_history where customer_key = :key")
                .param("key", customer)
                .query(Integer.class)
                .single();
    }
}
