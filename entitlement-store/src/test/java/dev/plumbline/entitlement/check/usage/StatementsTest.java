package dev.plumbline.entitlement.check.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.metering.LimitNotices;
import dev.plumbline.entitlement.record.BilledCustomers;
import dev.plumbline.entitlement.record.CustomersToResolve;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * How many statements what is done for a hundred takes: a handful, and as many as for one. Before they were made of sets what-if
 * read 100 totals one by one, corrections took seven statements each, notices one each.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatementsTest {
    private static final int MANY = 100;
    private static final String LOWER = "calls:    { name: Calls,    type: metered, meter: calls }";
    private static final String HIGHER = "calls:    { name: Calls,    type: metered, meter: calls,"
            + " default: { limit: 150, window: { every: P1M, anchor: calendar, zone: Europe/Oslo } } }";

    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.startCounting("plumbline.test-clock=true", "plumbline.what-if.threads=1");
        assertThat(store.post(
                                "/v1/catalog/publish",
                                UsageShop.CATALOG.replace(LOWER, HIGHER),
                                "Content-Type",
                                "application/yaml")
                        .status())
                .isEqualTo(200);
        store.put("/v1/test-clock", "{\"now\":\"2026-11-21T10:00:00Z\"}");
        var customers = new BilledCustomers(store.jdbc());
        for (int i = 0; i < MANY; i++) {
            customers.add(customer(i), "FI", "price_team");
        }
        while (store.bean(CustomersToResolve.class).resolveBehind(50) > 0) {
            // until all are resolved
        }
        store.post("/v1/usage", batch(event("warm", 0, "2026-11-21T09:00:00Z")), "Content-Type", "application/json");
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static String customer(int i) {
        return "c%03d".formatted(i);
    }

    private static String event(String id, int customer, String time) {
        return UsageShop.event(id + customer, "api.call", customer(customer), time, "{\"bytes\":1}");
    }

    private static String batch(String... events) {
        return "[" + String.join(",", events) + "]";
    }

    private static List<String> asked(Runnable work) {
        // Loops of the store look at other tables now and then.
        return store.statements().during(work).stream()
                .filter(
                        statement -> statement.matches(
                                "(?i).*(copy|usage_|\\bentitlement\\b|entitlement_history|\\bcustomer\\b|\\baudit\\b|\\bbreak\\b|outbox).*"))
                .toList();
    }

    private static void send(String... events) {
        Answer answer = store.post("/v1/usage", batch(events), "Content-Type", "application/json");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }

    @Test
    @Order(1)
    @DisplayName(
            "N+1: a batch of 100 events of 100 customers, some of them sent before, some late, is a handful of statements")
    void takesABatchInAHandful() {
        var events = new ArrayList<String>();
        for (int i = 0; i < MANY; i++) {
            events.add(event("e", i, i % 10 == 0 ? "2026-09-15T10:00:00Z" : "2026-11-21T08:00:00Z"));
        }
        send(events.subList(0, 5).toArray(String[]::new));
        assertThat(asked(() -> send(events.toArray(String[]::new))))
                .as("look, two copies, the hours, late usage; and what the first of a month needs")
                .hasSizeLessThanOrEqualTo(8);
    }

    @Test
    @Order(2)
    @DisplayName("N+1: 100 corrections in one batch are a handful of statements too")
    void correctsInAHandful() {
        String[] corrections = IntStream.range(0, MANY)
                .mapToObj(i -> event("x", i, "2026-11-21T08:30:00Z")
                        .replace("\"specversion\"", "\"plumblinecorrects\":\"e" + i + "\",\"specversion\""))
                .toArray(String[]::new);
        assertThat(asked(() -> send(corrections))).hasSizeLessThanOrEqualTo(14);
        assertThat(store.jdbc()
                        .sql("select count(*) from audit where action = 'usage.corrected'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(MANY);
    }

    @Test
    @Order(3)
    @DisplayName("N+1: 100 checks with usage in one request read answers and usage in a handful of statements")
    void checksInAHandful() {
        String checks = IntStream.range(0, MANY)
                .mapToObj(i -> "{\"customer\":\"%s\",\"feature\":\"%s\"}"
                        .formatted(customer(i), i % 2 == 0 ? "calls" : "traffic"))
                .collect(Collectors.joining(",", "{\"checks\":[", "]}"));
        assertThat(asked(() -> {
                    Answer answer = store.post("/v1/checks", checks);
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.json().get("checks")).hasSize(MANY);
                }))
                .hasSizeLessThanOrEqualTo(6);
    }

    @Test
    @Order(4)
    @DisplayName("N+1: a plan that lowers a limit asks once for a page of customers how much each has used")
    void plansInAHandful() {
        assertThat(asked(() -> {
                    Answer answer =
                            store.post("/v1/catalog/plan", UsageShop.CATALOG, "Content-Type", "application/yaml");
                    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                    assertThat(answer.json()
                                    .get("counts")
                                    .get("byKind")
                                    .get("LIMIT_DOWN")
                                    .asInt())
                            .as(answer.text())
                            .isEqualTo(MANY);
                }))
                .filteredOn(statement -> statement.contains("usage_bucket"))
                .hasSize(1);
    }

    @Test
    @Order(5)
    @DisplayName("N+1: 100 limits that are reached are told of in a handful of statements")
    void tellsInAHandful() {
        var events = new ArrayList<String>();
        for (int i = 0; i < MANY; i++) {
            for (int n = 0; n < 12; n++) { // burst is 10 an hour
                events.add(event("b" + n + "-", i, "2026-11-21T09:59:%02dZ".formatted(n)));
            }
        }
        send(events.toArray(String[]::new));
        var told = new ArrayList<Integer>();
        assertThat(asked(() ->
                        told.add(store.bean(LimitNotices.class).tell(Instant.parse("2026-11-21T10:00:00Z"), 10_000))))
                .hasSizeLessThanOrEqualTo(5);
        assertThat(store.jdbc()
                        .sql(
                                "select count(*) from outbox where kind = 'limit.reached' and payload ->> 'feature' = 'burst'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(MANY);
    }
}
