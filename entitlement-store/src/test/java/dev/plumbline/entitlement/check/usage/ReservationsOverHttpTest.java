package dev.plumbline.entitlement.check.usage;

import static dev.plumbline.entitlement.check.usage.UsageShop.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore.Answer;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The rules of reservations (03), over HTTP and on a real PostgreSQL. */
class ReservationsOverHttpTest {
    private static UsageShop shop;

    @BeforeAll
    static void start() {
        shop = new UsageShop();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @BeforeEach
    void standInNovember() {
        shop.setClock("2026-11-21T10:00:00Z");
    }

    private static Answer reserve(String customer, String feature, String body) {
        return shop.store.post("/v1/customers/" + customer + "/entitlements/" + feature + "/reservations", body);
    }

    private static String reserved(String customer, String feature, int amount) {
        Answer answer = reserve(customer, feature, "{\"amount\":%d,\"ttl\":\"PT5M\"}".formatted(amount));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    private static Answer settle(String id, String amount) {
        return shop.store.post("/v1/reservations/" + id + "/settle", "{\"amount\":" + amount + "}");
    }

    private static Answer release(String id) {
        return shop.store.delete("/v1/reservations/" + id);
    }

    private static int used(String customer, String feature) {
        return shop.strict(customer, feature).get("used").asInt();
    }

    @Test
    @DisplayName("200 at once reserve on a limit of 100: exactly 100 get one, and settled they are exactly 100 used")
    void neverOvershoots() throws Exception {
        String acme = shop.onTeam("crowd");
        shop.onTeam("aside");
        var ids = new ArrayList<String>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Callable<Answer>>();
            for (int i = 0; i < 200; i++) {
                asked.add(() -> reserve(acme, "invoices", "{\"amount\":1,\"ttl\":\"PT5M\"}"));
            }
            // Others do not wait for them.
            for (int i = 0; i < 20; i++) {
                asked.add(() -> reserve("aside", "invoices", "{\"amount\":1}"));
            }
            var statuses = new ArrayList<Integer>();
            for (var answer : callers.invokeAll(asked)) {
                Answer one = answer.get();
                statuses.add(one.status());
                if (one.status() == 201) {
                    ids.add(one.json().get("id").asString());
                } else {
                    assertThat(one.code()).as(one.text()).isEqualTo("LIMIT_REACHED");
                    assertThat(one.json().get("limit").asInt()).isEqualTo(100);
                    assertThat(one.json().get("remaining").asInt()).isZero();
                }
            }
            assertThat(statuses.stream().collect(Collectors.groupingBy(status -> status, Collectors.counting())))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(201, 120L, 409, 100L));
            JsonNode full = shop.strict(acme, "invoices");
            assertThat(full.get("used").asInt()).isEqualTo(100);
            assertThat(full.get("remaining").asInt()).isZero();
            assertThat(full.get("hasAccess").asBoolean()).isFalse();
            for (var answer : callers.invokeAll(ids.stream()
                    .<Callable<Answer>>map(id -> () -> settle(id, "1"))
                    .toList())) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        }
        assertThat(used(acme, "invoices")).isEqualTo(100);
        assertThat(shop.store
                        .jdbc()
                        .sql(
                                "select sum(value) from usage_log where customer_key = 'crowd' and source = 'plumbline:reservation'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(100);
        assertThat(reserve(acme, "invoices", "{\"amount\":1}").code()).isEqualTo("LIMIT_REACHED");
    }

    @Test
    @DisplayName(
            "settled with less the rest is free again; with more only if there is room; twice alike changes nothing")
    void settles() {
        String acme = shop.onTeam("settles");
        String first = reserved(acme, "invoices", 60);
        String second = reserved(acme, "invoices", 30);
        assertThat(used(acme, "invoices")).isEqualTo(90);
        Answer less = settle(first, "10");
        assertThat(less.status()).as(less.text()).isEqualTo(200);
        assertThat(less.json().get("state").asString()).isEqualTo("settled");
        assertThat(less.json().get("used").asInt()).isEqualTo(40);
        assertThat(used(acme, "invoices")).isEqualTo(40);
        assertThat(settle(first, "10").status()).isEqualTo(200);
        assertThat(settle(first, "11").code()).isEqualTo("RESERVATION_OVER");
        assertThat(used(acme, "invoices")).isEqualTo(40);

        Answer tooMuch = settle(second, "91");
        assertThat(tooMuch.status()).isEqualTo(409);
        assertThat(tooMuch.code()).isEqualTo("LIMIT_REACHED");
        assertThat(used(acme, "invoices")).isEqualTo(40);
        assertThat(settle(second, "90").status()).isEqualTo(200);
        assertThat(used(acme, "invoices")).isEqualTo(100);
        assertThat(release(second).code()).isEqualTo("RESERVATION_OVER");
        assertThat(shop.store
                        .get("/v1/reservations/" + second)
                        .json()
                        .get("settled")
                        .asInt())
                .isEqualTo(90);
    }

    @Test
    @DisplayName("released or expired it holds nothing; settled after it expired it takes what room there is, or 409")
    void releasesAndExpires() {
        String acme = shop.onTeam("expires");
        String released = reserved(acme, "invoices", 70);
        assertThat(release(released).status()).isEqualTo(204);
        assertThat(release(released).status()).isEqualTo(204);
        assertThat(settle(released, "1").code()).isEqualTo("RESERVATION_OVER");
        assertThat(used(acme, "invoices")).isZero();

        String early = reserved(acme, "invoices", 70);
        String other = reserved(acme, "invoices", 20);
        shop.setClock("2026-11-21T10:06:00Z");
        assertThat(used(acme, "invoices")).isZero();
        assertThat(shop.store
                        .get("/v1/reservations/" + early)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("expired");
        reserved(acme, "invoices", 90);
        assertThat(settle(early, "11").code()).isEqualTo("LIMIT_REACHED");
        assertThat(settle(early, "10").status()).isEqualTo(200);
        assertThat(settle(other, "1").code()).isEqualTo("LIMIT_REACHED");
        assertThat(release(other).status()).isEqualTo(204);
        assertThat(used(acme, "invoices")).isEqualTo(100);
    }

    @Test
    @DisplayName("it belongs to the window it was reserved in, and so does the use it ends in")
    void staysInItsWindow() {
        String acme = shop.onTeam("window");
        // Bought on the 15th at 09:00, so windows begin there.
        shop.setClock("2026-11-15T08:58:00Z");
        String before = reserved(acme, "invoices", 100);
        shop.setClock("2026-11-15T09:01:00Z");
        assertThat(used(acme, "invoices")).isZero();
        reserved(acme, "invoices", 100);
        assertThat(settle(before, "40").status()).isEqualTo(200);
        assertThat(used(acme, "invoices")).isEqualTo(100);
        assertThat(shop.check(acme, "invoices", "?at=2026-11-15T08:59:00Z")
                        .get("used")
                        .asInt())
                .isEqualTo(40);
    }

    @Test
    @DisplayName("use that is reported meanwhile counts at once, and is never refused")
    void countsReportedUse() {
        String acme = shop.onTeam("reported");
        String held = reserved(acme, "invoices", 90);
        assertThat(shop.sent(Stream.iterate(0, i -> i + 1)
                        .limit(20)
                        .map(i -> event("i" + i, "invoice.issued", acme, "2026-11-21T09:00:00Z", "{}"))
                        .toArray(String[]::new)))
                .containsOnly("accepted");
        assertThat(shop.strict(acme, "invoices").get("overage").asInt()).isEqualTo(10);
        assertThat(reserve(acme, "invoices", "{\"amount\":1}").status()).isEqualTo(409);
        // What was reserved stays reserved.
        assertThat(settle(held, "90").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("where more than the limit is allowed more is reserved; decimals only where the meter sums")
    void followsTheFeature() {
        String acme = shop.onTeam("follows");
        assertThat(reserve(acme, "traffic", "{\"amount\":5000.5}").status()).isEqualTo(201);
        assertThat(shop.strict(acme, "traffic").get("overage").asInt()).isEqualTo(4000);
        assertThat(reserve(acme, "invoices", "{\"amount\":1.5}").code()).isEqualTo("INVALID_BODY");
        assertThat(reserve(acme, "credits", "{\"amount\":1.5}").status()).isEqualTo(201);
    }

    @Test
    @DisplayName("what cannot be reserved is refused and says why")
    void refuses() {
        String acme = shop.onTeam("refused");
        for (String feature : new String[] {"disk", "people", "burst", "seats"}) {
            assertThat(reserve(acme, feature, "{\"amount\":1}").status())
                    .as(feature)
                    .isEqualTo(422);
            assertThat(reserve(acme, feature, "{\"amount\":1}").code()).isEqualTo("NOT_RESERVABLE");
        }
        assertThat(reserve(acme, "extra", "{\"amount\":1}").status()).isEqualTo(409);
        assertThat(reserve(acme, "extra", "{\"amount\":1}").code()).isEqualTo("NOT_IN_PLAN");
        assertThat(reserve("nobody", "invoices", "{\"amount\":1}").code()).isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(reserve(acme, "nothing", "{\"amount\":1}").code()).isEqualTo("FEATURE_UNKNOWN");
        for (String body : new String[] {
            "{}",
            "{\"amount\":0}",
            "{\"amount\":-1}",
            "{\"amount\":1e30}",
            "{\"amount\":1,\"ttl\":\"PT0S\"}",
            "{\"amount\":1,\"ttl\":\"P8D\"}"
        }) {
            assertThat(reserve(acme, "invoices", body).code()).as(body).isEqualTo("INVALID_BODY");
        }
        assertThat(reserve(acme, "invoices", "{\"amount\":1,\"ttl\":\"soon\"}").status())
                .isEqualTo(400);
        assertThat(reserve(acme, "invoices", "{\"amount\":101}").code()).isEqualTo("LIMIT_REACHED");
        assertThat(settle("00000000-0000-0000-0000-000000000000", "1").code()).isEqualTo("RESERVATION_UNKNOWN");
        assertThat(settle("x", "1").status()).isEqualTo(404);
        assertThat(settle(reserved(acme, "invoices", 1), "-1").code()).isEqualTo("INVALID_BODY");
    }
}
