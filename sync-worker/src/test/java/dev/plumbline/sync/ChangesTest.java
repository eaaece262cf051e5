package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.check.changes.ChangeLog;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.Listener.Heard;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.TestPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 04, {@code GET /v1/changes}: over real HTTP, from two nodes of one database. */
class ChangesTest {
    private static RunningPlumbline one;
    private static RunningPlumbline two;

    @BeforeAll
    static void start() {
        String database = TestPostgres.freshDatabase();
        one = RunningPlumbline.start(options -> options.on(database).with("plumbline.changes.heartbeat", "PT0.5S"));
        two = RunningPlumbline.start(options -> options.on(database).with("plumbline.changes.heartbeat", "PT0.5S"));
        one.stripe().catalogue().createProduct("prod_team", "Team");
        one.stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
    }

    private static Listener listen(RunningPlumbline node, String query, @Nullable String lastEventId)
            throws IOException {
        return new Listener(node.uri("/v1/changes" + query), RunningPlumbline.KEY, lastEventId);
    }

    @Test
    @DisplayName("04: whoever listens hears what changed and what broke, on either node; of one customer if it likes")
    void tellsWhatHappens() throws IOException {
        try (Listener all = listen(two, "", null);
                Listener other = listen(one, "?customer=cus_other", null);
                Listener acme = listen(one, "?customer=cus_sse", null)) {
            assertThat(all.status).isEqualTo(200);
            assertThat(all.head).contains("text/event-stream", "no-store");
            all.settle();
            other.settle();
            acme.settle();
            one.stripe()
                    .subscriptions()
                    .checkout(NewCustomer.named("Acme").withId("cus_sse").in("FI"), Line.of("price_t", 7))
                    .events()
                    .forEach(event -> assertThat(one.deliver(event)).isEqualTo(200));
            Heard changed = until(all, "entitlement.changed", "cus_sse");
            JsonNode data = JsonMapper.shared().readTree(changed.data());
            assertThat(data.get("customer").asString()).isEqualTo("cus_sse");
            assertThat(data.get("version").asInt()).isPositive();
            assertThat(until(acme, "entitlement.changed", "cus_sse").id()).isEqualTo(changed.id());

            one.sql().sql("""
                            insert into break (type, fingerprint, customer_key, detail)
                            values ('UNMAPPED_PRICE', 'sse', 'cus_other', 'price_x is not mapped')
                            """).update();
            Heard opened = until(all, "break.opened", "cus_other");
            assertThat(JsonMapper.shared().readTree(opened.data()).get("type").asString())
                    .isEqualTo("UNMAPPED_PRICE");
            assertThat(until(other, "break.opened", "cus_other").id()).isEqualTo(opened.id());
            one.sql()
                    .sql("update break set resolved_at = now() where fingerprint = 'sse'")
                    .update();
            one.sql()
                    .sql("update break set resolved_at = null where fingerprint = 'sse'")
                    .update();
            assertThat(until(all, "break.opened", "cus_other").id())
                    .as("opened again")
                    .isGreaterThan(opened.id());
        }
    }

    private static Heard until(Listener listener, String kind, String about) throws IOException {
        while (true) {
            Heard heard = listener.next();
            assertThat(heard).isNotNull();
            if (heard.kind().equals(kind) && heard.data().contains(about)) {
                return heard;
            }
        }
    }

    @Test
    @DisplayName("04: heartbeats keep the line, and tell a quiet listener how far all the others are")
    void keepsTheLine() throws IOException {
        try (Listener quiet = listen(one, "?customer=nobody", null)) {
            quiet.settle();
            String began = quiet.lastId;
            write("busy", 10);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> newest() >= Long.parseLong(began) + 10);
            try (Listener last = listen(one, "", Long.toString(newest() - 1))) {
                assertThat(last.next()).isNotNull();
            }
            long end = newest();
            quiet.nextComment(end);
            assertThat(Long.parseLong(quiet.lastId)).isGreaterThanOrEqualTo(end);
            assertThat(quiet.comments).isPositive();
        }
    }

    @Test
    @DisplayName("04: cut off again and again, on two nodes, under load: everything once, nothing twice, in order")
    void resumesExactly() throws Exception {
        long seed = new SplittableRandom().nextLong();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        var heard = new ArrayList<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String last;
            try (Listener first = listen(one, "", null)) {
                first.settle();
                last = first.lastId;
            }
            long began = Long.parseLong(last);
            List<Callable<@Nullable Void>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String customer = "load" + i;
                writers.add(() -> {
                    for (int n = 0; n < 50; n++) {
                        write(customer, 5);
                    }
                    return null;
                });
            }
            List<Future<@Nullable Void>> writing =
                    writers.stream().map(threads::submit).toList();
            long expected = began + 8 * 50 * 5;
            boolean odd = false;
            while (Long.parseLong(last) < expected) {
                odd = !odd;
                try (Listener listener = listen(odd ? one : two, "", last)) {
                    assertThat(listener.status).as(listener.head).isEqualTo(200);
                    long few = random.nextInt(1, 300);
                    while (few-- > 0 && Long.parseLong(last) < expected) {
                        Heard next = listener.next();
                        assertThat(next).isNotNull();
                        heard.add(next.id());
                        last = listener.lastId;
                    }
                }
            }
            for (Future<@Nullable Void> written : writing) {
                written.get();
            }
            assertThat(heard)
                    .startsWith(
                            LongStream.rangeClosed(began + 1, expected).boxed().toArray(Long[]::new));
            assertThat(heard).doesNotHaveDuplicates().isSorted();
        }
    }

    private static void write(String customer, int rows) {
        one.sql().sql("""
                        insert into outbox (kind, customer_key, version, payload)
                        select 'entitlement.changed', :customer, i, jsonb_build_object('customer', :customer::text, 'version', i)
                        from generate_series(1, :rows) i
                        """).param("customer", customer).param("rows", rows).update();
    }

    private static long newest() {
        return one.sql()
                .sql("select coalesce(max(position), 0) from outbox")
                .query(Long.class)
                .single();
    }

    @Test
    @DisplayName("04: a place that is not kept any more, or never was, is answered 410, and how to begin anew")
    void saysWhenItIsTooLate() throws IOException {
        String database = TestPostgres.freshDatabase();
        try (var alone = RunningPlumbline.start(options -> options.on(database)
                .with("plumbline.changes.listeners", 1)
                .with("server.tomcat.threads.max", 1)
                .with("plumbline.changes.heartbeat", "PT0.5S"))) {
            alone.sql().sql("""
                            insert into outbox (kind, customer_key, version, payload, created_at)
                            select 'entitlement.changed', 'old', i, '{}', now() - interval '8 days' from generate_series(1, 10) i
                            """).update();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> alone.sql()
                                    .sql("select count(*) from outbox where position is null")
                                    .query(Long.class)
                                    .single()
                            == 0);
            long newest = alone.sql()
                    .sql("select max(position) from outbox")
                    .query(Long.class)
                    .single();
            try (Listener all = listen(alone, "", "0")) {
                assertThat(all.next()).isNotNull();
            }
            int forgotten = alone.bean(ChangeLog.class).forget(Instant.now().minus(ChangeLog.KEPT), 100);
            assertThat(forgotten).as("the newest stays").isBetween(9, 10);
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> gone(alone, "0"));
            gone(alone, Long.toString(newest + 1));
            try (Listener odd = listen(alone, "", "yesterday")) {
                assertThat(odd.status).isEqualTo(400);
            }
            try (Listener rest = listen(alone, "", Long.toString(newest))) {
                assertThat(rest.status).isEqualTo(200);
                rest.settle();
                try (Listener second = listen(alone, "", null)) {
                    // Broken once: without a thread more for each listener, nobody answered.
                    assertThat(second.status).as("one place only").isEqualTo(503);
                    assertThat(second.rest()).contains("TOO_MANY_LISTENERS");
                }
            }
        }
    }

    private static void gone(RunningPlumbline node, String lastEventId) throws IOException {
        try (Listener late = listen(node, "", lastEventId)) {
            assertThat(late.status).isEqualTo(410);
            assertThat(late.head).contains("application/problem+json");
            assertThat(late.rest()).contains("\"code\":\"CHANGES_GONE\"", "newest");
        }
    }

    @Test
    @DisplayName("S-7: a revoked key hears nothing more after a moment; a key without the scope nothing at all")
    void endsWithTheKey() throws IOException {
        JsonNode reader = issue("read");
        JsonNode checker = issue("check");
        try (Listener refused =
                new Listener(one.uri("/v1/changes"), checker.get("secret").asString(), null)) {
            assertThat(refused.status).isEqualTo(403);
        }
        try (Listener listener =
                new Listener(two.uri("/v1/changes"), reader.get("secret").asString(), null)) {
            listener.settle();
            assertThat(one.send(one.request("/v1/api-keys/" + reader.get("id").asString())
                                    .DELETE()
                                    .build())
                            .statusCode())
                    .isEqualTo(204);
            while (listener.next() != null) {
                // Others may write meanwhile.
            }
        }
    }

    private static JsonNode issue(String scope) {
        return JsonMapper.shared()
                .readTree(one.post(
                                "/v1/api-keys",
                                "application/json",
                                "{\"name\":\"sse-%s\",\"scopes\":[\"%s\"]}".formatted(scope, scope))
                        .body());
    }

    @Test
    @DisplayName("F-27: a node that stops ends its streams at once; the listener goes on elsewhere")
    void endsWithTheNode() throws IOException {
        RunningPlumbline leaving = RunningPlumbline.start(options -> options.on(TestPostgres.url(one.sql()
                        .sql("select current_database()")
                        .query(String.class)
                        .single()))
                .with("spring.lifecycle.timeout-per-shutdown-phase", "5m")); // so long an open stream would keep it
        try (Listener listener = listen(leaving, "", null)) {
            listener.settle();
            long begun = System.nanoTime();
            leaving.close();
            while (listener.next() != null) {
                // Others may write meanwhile.
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
            write("moved", 1);
            try (Listener elsewhere = listen(two, "", listener.lastId)) {
                assertThat(until(elsewhere, "entitlement.changed", "moved")).isNotNull();
            }
        }
    }

    @Test
    @DisplayName("S-3: a listener that does not read is cut off, and costs no memory before")
    void cutsOffWhoDoesNotRead() throws IOException {
        String database = TestPostgres.freshDatabase();
        try (var alone = RunningPlumbline.start(options -> options.on(database)
                .with("plumbline.changes.listeners", 1)
                .with("plumbline.changes.heartbeat", "PT0.5S")
                .with("server.tomcat.connection-timeout", "1s"))) {
            try (Listener deaf = listen(alone, "", "0")) {
                alone.sql().sql("""
                                insert into outbox (kind, customer_key, version, payload)
                                select 'entitlement.changed', 'loud', i, jsonb_build_object('noise', repeat('x', 20000))
                                from generate_series(1, 1500) i
                                """).update();
                Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    try (Listener next = listen(alone, "", null)) {
                        assertThat(next.status).isEqualTo(200);
                    }
                });
                assertThat(deaf.status).isEqualTo(200);
            }
        }
    }
}
