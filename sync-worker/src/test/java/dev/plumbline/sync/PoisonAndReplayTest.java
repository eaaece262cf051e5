package dev.plumbline.sync;

import static dev.plumbline.sync.support.Seats.buy;
import static dev.plumbline.sync.support.Seats.changeSeats;
import static dev.plumbline.sync.support.Seats.seats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One subject that always fails holds up nobody, loses nothing, and comes back by every way there is. */
class PoisonAndReplayTest {
    private static final int BUDGET = 2_300;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(
                options -> options.with("plumbline.replay.budget", BUDGET).with("plumbline.sync.settle", "PT1H"));
        plumbline.stripe().catalogue().createProduct("prod_team", "Team");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        // Whoever is named like this cannot be written: a fault of ours that no retry mends.
        plumbline.sql().sql("""
                        create table poisoned (id text primary key);
                        create function check_poison() returns trigger language plpgsql as $$
                        begin
                            if exists (select from poisoned where id = new.provider_customer) then
                                raise exception 'poisoned: %', new.provider_customer;
                            end if;
                            return new;
                        end $$;
                        create trigger poison before insert or update on billing_snapshot
                            for each row execute function check_poison();
                        """).update();
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    @Test
    @DisplayName(
            "F-29 a poison subject is quarantined, its answer stays, others flow; a new event, a model and a replay each"
                    + " make it due again, and its break closes by itself")
    void isSetAsideAndComesBack() {
        buy(plumbline, "cus_poison", 5).forEach(plumbline::deliver);
        plumbline.comeToRest();
        int versions = versions();

        poison("cus_poison");
        changeSeats(plumbline, "cus_poison", 9).forEach(plumbline::deliver);
        buy(plumbline, "cus_fine", 6).forEach(plumbline::deliver);
        untilQuarantined("cus_poison");

        assertThat(seats(plumbline, "cus_fine")).as("others flow").isEqualTo(6);
        assertThat(seats(plumbline, "cus_poison")).as("the last good answer").isEqualTo(5);
        JsonNode row = only("/v1/subjects?state=quarantined");
        assertThat(row.get("id").asString()).isEqualTo("cus_poison");
        assertThat(row.get("lastError").asString())
                .as("S-12 the fault in words: no statement, no row")
                .contains("poisoned: cus_poison")
                .doesNotContain("insert into")
                .doesNotContain("Where:");
        assertThat(row.get("mend").asString()).contains("replay");
        JsonNode found = only("/v1/breaks?type=QUARANTINED&state=open");
        assertThat(found.get("detail").asString()).contains("poisoned");
        JsonNode dead = only("/v1/inbox?disposition=dead&subject=cus_poison&limit=1");
        assertThat(dead.get("progress").asString()).isEqualTo("quarantined");
        assertThat(dead.get("why").asString()).contains("poisoned");
        assertThat(dead.get("mend").asString()).isNotBlank();

        // The same input stays parked; each of these is another one. While the fault is there, it is set aside again.
        plumbline.deliver(changeSeats(plumbline, "cus_poison", 10).getFirst());
        untilQuarantined("cus_poison");
        assertThat(only("/v1/breaks?type=QUARANTINED&state=open").get("id"))
                .as("the same break")
                .isEqualTo(found.get("id"));
        heal("cus_poison");
        assertThat(replay("/v1/subjects/stripe/default/customer/cus_poison/replay", "{\"reason\":\"mended\"}")
                        .statusCode())
                .isEqualTo(202);
        plumbline.comeToRest();
        assertThat(seats(plumbline, "cus_poison")).isEqualTo(10);
        assertThat(versions())
                .as("one for each change that was seen, and one for the other")
                .isEqualTo(versions + 2);
        assertThat(plumbline.json("/v1/breaks?type=QUARANTINED&state=open").get("data"))
                .isEmpty();

        poison("cus_poison");
        changeSeats(plumbline, "cus_poison", 11).forEach(plumbline::deliver);
        untilQuarantined("cus_poison");
        assertThat(only("/v1/breaks?type=QUARANTINED").get("reopened").asInt()).isEqualTo(1);
        heal("cus_poison");
        plumbline.deliver(changeSeats(plumbline, "cus_poison", 12).getFirst());
        plumbline.comeToRest();
        assertThat(seats(plumbline, "cus_poison")).as("a new event").isEqualTo(12);

        poison("cus_poison");
        changeSeats(plumbline, "cus_poison", 13).forEach(plumbline::deliver);
        untilQuarantined("cus_poison");
        heal("cus_poison");
        publishAnotherModel();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(seats(plumbline, "cus_poison")).isEqualTo(13));
        plumbline.comeToRest();
    }

    @Test
    @DisplayName(
            "S-22 a replay needs a reason and the scope; a thousand at once change nothing; then the actor has to wait")
    void replaysAThousand() {
        List<String> customers =
                IntStream.range(0, 1_000).mapToObj(i -> "cus_many_" + i).toList();
        customers.forEach(
                customer -> plumbline.deliver(buy(plumbline, customer, 5).getFirst()));
        plumbline.comeToRest();
        String before = answers();
        long id = only("/v1/inbox?subject=cus_many_7").get("id").asLong();

        assertThat(replay("/v1/inbox/" + id + "/replay", "{}").statusCode()).isEqualTo(400);
        assertThat(replay("/v1/subjects/replay", "{\"state\":\"live\"}").statusCode())
                .isEqualTo(400);
        assertThat(replay("/v1/subjects/replay", "{\"reason\":\"x\"}").statusCode())
                .as("everything must be named")
                .isEqualTo(400);
        assertThat(replay("/v1/inbox/replay", "{\"reason\":\"x\",\"disposition\":\"kept\",\"limit\":1001}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(replay("/v1/subjects/stripe/default/customer/cus_nobody/replay", "{\"reason\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(replay("/v1/subjects/stripe/No-such-account/customer/cus_nobody/replay", "{\"reason\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);
        for (String path : List.of(
                "/v1/inbox/" + id + "/replay",
                "/v1/inbox/replay",
                "/v1/subjects/replay",
                "/v1/subjects/stripe/default/customer/cus_many_7/replay")) {
            assertThat(refused(path)).as(path).isEqualTo(403);
        }

        assertThat(replay("/v1/inbox/" + id + "/replay?reason=once", "").statusCode())
                .isEqualTo(200);
        HttpResponse<String> many =
                replay("/v1/inbox/replay", "{\"reason\":\"after the outage\",\"disposition\":\"kept\"}");
        assertThat(many.statusCode()).as(many.body()).isEqualTo(202);
        assertThat(JSON.readTree(many.body()).get("deliveries").asInt()).isEqualTo(1_000);
        assertThat(JSON.readTree(many.body()).get("subjects").asInt()).isGreaterThan(900);
        plumbline.comeToRest();
        assertThat(answers()).as("E is as it was, version by version").isEqualTo(before);
        HttpResponse<String> again = replay("/v1/subjects/replay", "{\"reason\":\"again\",\"state\":\"live\"}");
        assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
        plumbline.comeToRest();
        assertThat(answers()).isEqualTo(before);

        HttpResponse<String> refused = replay("/v1/subjects/replay", "{\"reason\":\"and again\",\"state\":\"live\"}");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 600L);
        assertThat(refused.body()).contains("REPLAY_LIMIT").contains("PLUMBLINE_REPLAY_BUDGET");
        assertThat(plumbline
                        .sql()
                        .sql("select count(*) from subject where dirty_cause = 'replay' and dirty_seq is not null")
                        .query(Long.class)
                        .single())
                .as("what is refused marks nobody")
                .isZero();
        assertThat(plumbline
                        .json("/v1/audit?object=delivery")
                        .get("data")
                        .get(0)
                        .get("reason")
                        .asString())
                .isEqualTo("after the outage");
    }

    @Test
    @DisplayName("F-30 F-33 F-39 dead letters say why in words and how to mend it; replayed, they are read again")
    void showsDeadLetters() {
        plumbline.deliver("{\"nothing\":true}".getBytes(StandardCharsets.UTF_8));
        JsonNode unreadable =
                plumbline.json("/v1/inbox?disposition=quarantined").get("data").get(0);
        assertThat(unreadable.get("why").asString()).isNotBlank();
        assertThat(unreadable.get("mend").asString()).contains("update Plumbline");
        Event event = buy(plumbline, "cus_once_unreadable", 8).getFirst();
        plumbline.deliver(event);
        // As if this event had been unreadable to an older version of us.
        plumbline.sql().sql("""
                        update inbox set state = 'QUARANTINED', why = 'unknown shape', subject_kind = null, subject_id = null,
                                         dirty_seq = null, type = null
                        where event_id = :id
                        """).param("id", event.id()).update();
        long id = plumbline
                .sql()
                .sql("select id from inbox where event_id = :id")
                .param("id", event.id())
                .query(Long.class)
                .single();
        JsonNode read = JSON.readTree(replay("/v1/inbox/" + id + "/replay", "{\"reason\":\"updated\"}")
                .body());
        assertThat(read.get("state").asString()).isEqualTo("KEPT");
        assertThat(read.get("subject").asString()).isEqualTo("cus_once_unreadable");
        JsonNode still =
                JSON.readTree(replay("/v1/inbox/" + unreadable.get("id").asLong() + "/replay", "{\"reason\":\"try\"}")
                        .body());
        assertThat(still.get("state").asString()).isEqualTo("QUARANTINED");
        assertThat(plumbline.get("/v1/inbox?disposition=lost").statusCode()).isEqualTo(400);
        assertThat(plumbline.get("/v1/inbox?since=9999999-01-01T00:00:00Z").statusCode())
                .isEqualTo(400);
        plumbline.comeToRest();
        assertThat(seats(plumbline, "cus_once_unreadable")).isEqualTo(8);
    }

    private static void poison(String id) {
        plumbline.sql().sql("insert into poisoned values (:id)").param("id", id).update();
    }

    private static void heal(String id) {
        plumbline
                .sql()
                .sql("delete from poisoned where id = :id")
                .param("id", id)
                .update();
    }

    /** Its tries are minutes apart in the end; here each is due at once. */
    private static void untilQuarantined(String id) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            plumbline
                    .sql()
                    .sql("update subject set due_at = clock_timestamp() where dirty_cause <> 'settle' and id = :id")
                    .param("id", id)
                    .update();
            return plumbline
                    .sql()
                    .sql("select state = 'QUARANTINED' from subject where id = :id")
                    .param("id", id)
                    .query(Boolean.class)
                    .single();
        });
    }

    private static void publishAnotherModel() {
        String source = plumbline
                .sql()
                .sql("select source from model_revision order by revision desc limit 1")
                .query(String.class)
                .single();
        HttpResponse<String> published =
                plumbline.post("/v1/catalog/publish", "application/yaml", source.replace("addOns:\n", """
                        addOns:
                          more_invoices:
                            versions:
                              - version: 1
                                requires: { plans: [starter, team, business] }
                                grants: { invoices: { add: 50 } }
                        """));
        assertThat(published.statusCode()).as(published.body()).isLessThan(300);
    }

    private static int versions() {
        return plumbline
                .sql()
                .sql("select count(*) from entitlement_history where customer_key in ('cus_poison', 'cus_fine')")
                .query(Integer.class)
                .single();
    }

    private static String answers() {
        return plumbline
                .sql()
                .sql(
                        "select string_agg(customer_key || version || encode(content_hash, 'hex'), ',' order by customer_key)"
                                + " from entitlement where customer_key like 'cus_many%'")
                .query(String.class)
                .single();
    }

    private static JsonNode only(String path) {
        JsonNode data = plumbline.json(path).get("data");
        assertThat(data).as(path).hasSize(1);
        return data.get(0);
    }

    private static HttpResponse<String> replay(String path, String body) {
        return plumbline.post(path, "application/json", body);
    }

    private static int refused(String path) {
        String key = JSON.readTree(plumbline
                        .post("/v1/api-keys", "application/json", "{\"name\":\"writer\",\"scopes\":[\"write\"]}")
                        .body())
                .get("secret")
                .asString();
        return plumbline
                .send(HttpRequest.newBuilder(plumbline.uri(path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"x\",\"state\":\"live\"}"))
                        .build())
                .statusCode();
    }
}
