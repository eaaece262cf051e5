package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.inbox.OldPayloads;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Threats of the threat model against the running product. */
@ExtendWith(OutputCaptureExtension.class)
class SecurityTest {
    private static final String CARD = "4242424242424242";
    private static final String MAIL = "zoe.private@mail.example";
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

    private static List<Event> checkout(NewCustomer customer) {
        return plumbline
                .stripe()
                .subscriptions()
                .checkout(customer.in("FI"), Line.of("price_t", 7))
                .events();
    }

    @Test
    @DisplayName(
            "S-3: a flood of bad signatures hurts no good delivery, not even from the same address, and leaves no row")
    void bearsAFloodOfForgeries() throws Exception {
        List<Event> good = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            good.addAll(checkout(NewCustomer.named("Acme").withId("cus_s3_" + i)));
        }
        byte[] forged = "{\"id\":\"evt_forged\",\"object\":\"event\",\"type\":\"customer.updated\"}"
                .getBytes(StandardCharsets.UTF_8);
        var answers = new ConcurrentHashMap<Integer, LongAdder>();
        var flooding = new AtomicBoolean(true);
        Duration slowest = Duration.ZERO;
        long begun = System.nanoTime();
        byte[] large = new byte[200_000];
        try (var attackers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                byte[] sent = i % 2 == 0 ? forged : large;
                attackers.execute(() -> {
                    while (flooding.get()) {
                        int status = plumbline.deliver(
                                "/webhooks/stripe/default",
                                sent,
                                "t=" + Instant.now().getEpochSecond() + ",v1=00");
                        answers.computeIfAbsent(status, _ -> new LongAdder()).increment();
                    }
                });
            }
            try {
                for (Event event : good) {
                    long sent = System.nanoTime();
                    assertThat(plumbline.deliver(event)).isEqualTo(200);
                    Duration took = Duration.ofNanos(System.nanoTime() - sent);
                    slowest = took.compareTo(slowest) > 0 ? took : slowest;
                }
            } finally {
                flooding.set(false);
            }
        }
        long bad = answers.values().stream().mapToLong(LongAdder::sum).sum();
        System.out.println(bad * 1_000_000_000 / (System.nanoTime() - begun) + " bad ones a second: " + answers
                + "; the slowest of " + good.size() + " good ones took " + slowest);
        assertThat(answers.keySet()).isSubsetOf(401, 429);
        // The attackers' work is done by the same machine here; a provider gives up after 20 seconds or later.
        assertThat(slowest).isLessThan(Duration.ofSeconds(20));
        assertThat(count("select count(*) from inbox where event_id = 'evt_forged'"))
                .isZero();
        plumbline.comeToRest();
    }

    @Test
    @DisplayName("S-11 S-12: no card and no address of a person is kept beside the delivery itself, or logged")
    void keepsNoPersonalData(CapturedOutput output) {
        checkout(NewCustomer.named("Acme").withId("cus_s11").at(MAIL)).forEach(plumbline::deliver);
        byte[] body = """
                {"id":"evt_s11","object":"event","type":"customer.updated","livemode":false,"created":1700000000,
                 "data":{"object":{"id":"cus_s11","object":"customer","email":"%s","metadata":{"card":"%s"},
                 "description":"4000 0566 5566 5556"}}}""".formatted(MAIL, CARD).getBytes(StandardCharsets.UTF_8);
        assertThat(plumbline.deliver(body)).isEqualTo(200);
        plumbline.deliver("/webhooks/stripe/default", body, "t=1,v1=00");
        plumbline.deliver(("{\"id\":\"" + MAIL).getBytes(StandardCharsets.UTF_8));
        plumbline.comeToRest();
        assertThat(plumbline.check("cus_s11", "seats").get("limit").asInt()).isEqualTo(7);

        assertThat(personal(output.getAll())).as("the log").isEmpty();
        for (String column : columns()) {
            String[] parts = column.split("\\.", -1);
            String all = plumbline
                    .sql()
                    .sql("select coalesce(string_agg(t::text, ' '), '') from " + "(select \"" + parts[1]
                            + "\"::text as t from \"" + parts[0] + "\") x")
                    .query(String.class)
                    .single();
            assertThat(personal(all)).as(column).isEmpty();
        }
        assertThat(personal(new String(body, StandardCharsets.UTF_8)))
                .as("the scanner finds what is there")
                .containsExactlyInAnyOrder(MAIL, CARD, "4000056655665556");
    }

    private static List<String> columns() {
        return plumbline.sql().sql("""
                        select c.table_name || '.' || c.column_name from information_schema.columns c
                        join information_schema.tables t using (table_schema, table_name)
                        where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'ARRAY')
                          -- Digests: one in ten looks like a card by its check digit.
                          and c.udt_name <> '_int8'
                          -- The catalog file is the company's own; it names whom to ask about prices.
                          and c.table_name not in ('flyway_schema_history', 'model_revision')
                        """).query((row, n) -> row.getString(1)).list();
    }

    private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+");
    private static final Pattern DIGITS = Pattern.compile("(?<![\\w])\\d(?:[ -]?\\d){12,18}(?![\\w])");

    private static List<String> personal(String text) {
        var found = new ArrayList<String>();
        for (Matcher address = ADDRESS.matcher(text); address.find(); ) {
            found.add(address.group());
        }
        for (Matcher digits = DIGITS.matcher(text); digits.find(); ) {
            String number = digits.group().replaceAll("[ -]", "");
            if (isCard(number)) {
                found.add(number);
            }
        }
        return found;
    }

    /** By its check digit, and because no card begins otherwise: instants in microseconds are as long. */
    private static boolean isCard(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            int twice = 2 * digit;
            sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0 && number.matches("[3-6].*");
    }

    @Test
    @DisplayName("S-11: after some weeks a delivery's bytes are forgotten and their hash is kept; it stays a duplicate")
    void forgetsOldPayloads() throws Exception {
        Event event = checkout(NewCustomer.named("Acme").withId("cus_s11_old")).getFirst();
        assertThat(plumbline.deliver(event)).isEqualTo(200);
        plumbline.comeToRest();
        byte[] ignored = "{\"id\":\"evt_s11_ignored\",\"object\":\"event\",\"type\":\"foo.bar\"}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(plumbline.deliver(ignored)).isEqualTo(200);
        assertThat(plumbline.bean(OldPayloads.class).forget(Instant.now().plus(Duration.ofDays(29))))
                .isZero();
        assertThat(plumbline.bean(OldPayloads.class).forget(Instant.now().plus(Duration.ofDays(31))))
                .isPositive();
        byte[] hash = plumbline
                .sql()
                .sql("select payload_sha256 from inbox where payload is null and event_id = :id")
                .param("id", event.id())
                .query(byte[].class)
                .single();
        assertThat(hash)
                .isEqualTo(java.security.MessageDigest.getInstance("SHA-256").digest(event.body()));
        assertThat(plumbline.deliver(event)).isEqualTo(200);
        assertThat(count("select count(*) from inbox where event_id = '" + event.id() + "' and deliveries = 2"))
                .isEqualTo(1);
        long id = count("select id from inbox where event_id = 'evt_s11_ignored'");
        assertThat(plumbline
                        .post("/v1/inbox/" + id + "/replay", "application/json", "{\"reason\":\"too late\"}")
                        .statusCode())
                .as("what cannot be read again leads nowhere, and fails nothing")
                .isLessThan(500);
        assertThat(plumbline.json("/v1/inbox?limit=1000").get("data").toString())
                .contains(event.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/env",
                "/heapdump",
                "/threaddump",
                "/beans",
                "/configprops",
                "/mappings",
                "/loggers",
                "/metrics",
                "/shutdown",
                "/flyway",
                "/scheduledtasks",
                "/conditions",
                "/caches",
                "/sbom",
                "/info",
                "/camel",
                "/health/../env"
            })
    @DisplayName("S-26: of the actuator there is health and nothing else, also for an admin")
    void hidesTheActuator(String path) {
        int status = plumbline.get("/actuator" + path).statusCode();
        assertThat(status).isIn(400, 404);
    }

    @Test
    @DisplayName("S-26: health is for everybody and says little; metrics take a key")
    void showsHealthToAll() {
        HttpResponse<String> health = nobody("/actuator/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).doesNotContain("PostgreSQL", "jdbc", "path");
        assertThat(nobody("/actuator/prometheus").statusCode()).isEqualTo(401);
        assertThat(plumbline.get("/actuator/prometheus").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> nobody(String path) {
        return plumbline.send(HttpRequest.newBuilder(plumbline.uri(path)).build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PUT  | /v1/customers/cus_s28           | {"name":"Acme","version":9}
                    POST | /v1/api-keys                    | {"name":"x","scopes":["check"],"createdBy":"somebody"}
                    POST | /v1/api-keys                    | {"name":"x","scopes":["check"],"secret":"plk_chosen"}
                    POST | /v1/checks                      | {"checks":[{"customer":"a","feature":"sso","granted":true}]}
                    POST | /v1/customers/cus_s28/overrides | {"feature":"sso","effect":"grant","validUntil":"2030-01-01T00:00:00Z","reason":"x","createdBy":"boss"}
                    """)
    @DisplayName("S-28: what a caller must not set is refused by its name, not taken and not passed over")
    void refusesFieldsThatAreNotListed(String method, String path, String body) {
        plumbline.put("/v1/customers/cus_s28", Map.of("name", "Acme"));
        HttpResponse<String> answer = plumbline.send(plumbline
                .request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("There is no such field");
    }

    @Test
    @DisplayName("F-78 S-13: the running product's audit holds; who may verify it is named")
    void verifiesItsAudit() {
        HttpResponse<String> verified = plumbline.post("/v1/audit/verify", "application/json", "");
        assertThat(verified.statusCode()).isEqualTo(200);
        assertThat(verified.body()).contains("\"valid\":true", "\"firstBad\":null");
    }

    private static long count(String query) {
        return plumbline.sql().sql(query).query(Long.class).single();
    }
}
