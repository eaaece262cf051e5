package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** ADR 0009: what a person unlinked stays unlinked, whatever the billing system says of it, until a person links it. */
class UnlinkedByAPersonTest {
    private static final String LINK = "/links/stripe/default/cus_moved";
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start();
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
            "S-5 an unlinked subject feeds nobody at its next look, a break says how to mend it, and a link lifts it")
    void staysUnlinkedUntilItIsLinked() {
        List<Event> events = plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named("Moved").withId("cus_moved").in("FI"), Line.of("price_t", 7))
                .events();
        events.forEach(plumbline::deliver);
        plumbline.comeToRest();
        assertThat(seats("cus_moved")).isEqualTo(7);

        assertThat(plumbline
                        .send(plumbline
                                .request("/v1/customers/cus_moved" + LINK)
                                .header("X-Reason", "another company")
                                .DELETE()
                                .build())
                        .statusCode())
                .isEqualTo(204);
        lookAgain();
        assertThat(seats("cus_moved")).isZero();
        assertThat(plumbline.json("/v1/customers/cus_moved/links").get("data")).isEmpty();
        // A webhook, and one more: neither makes it a customer of its own.
        plumbline.deliver(events.getLast().retoldAs("evt_once_more"));
        lookAgain();
        assertThat(seats("cus_moved")).isZero();
        assertThat(openBreak().get("detail").asString())
                .startsWith("Unlinked from cus_moved by ")
                .contains("PUT /v1/customers/{customer}/links/stripe/default/cus_moved");

        assertThat(plumbline.put("/v1/customers/acme", Map.of()).statusCode()).isEqualTo(201);
        assertThat(plumbline.put("/v1/customers/acme" + LINK, Map.of()).statusCode())
                .isEqualTo(201);
        lookAgain();
        assertThat(seats("acme")).isEqualTo(7);
        assertThat(plumbline
                        .json("/v1/breaks?type=UNLINKED_SUBSCRIPTION&state=open")
                        .get("data"))
                .isEmpty();
        assertThat(plumbline.sql().sql("""
                                select action from audit where object_ref = 'stripe/default/cus_moved' and actor <> 'plumbline'
                                order by id
                                """).query(String.class).list())
                .containsExactly("customer.unlinked", "customer.linked");
    }

    private static void lookAgain() {
        plumbline
                .sql()
                .sql("update subject set due_at = clock_timestamp() where dirty_seq is not null")
                .update();
        plumbline.comeToRest();
        // Whom a link feeds is resolved apart from whom it is about.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> plumbline
                        .sql()
                        .sql("select count(*) from customer where dirty_seq is not null")
                        .query(Integer.class)
                        .single()
                        .equals(0));
    }

    private static int seats(String customer) {
        return plumbline.check(customer, "seats").get("limit").asInt();
    }

    private static JsonNode openBreak() {
        JsonNode open = plumbline
                .json("/v1/breaks?type=UNLINKED_SUBSCRIPTION&state=open")
                .get("data");
        assertThat(open).hasSize(1);
        return open.get(0);
    }
}
