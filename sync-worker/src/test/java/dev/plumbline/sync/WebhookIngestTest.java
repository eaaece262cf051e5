package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.ApiVersion;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.inbox.VersionsSettled;
import dev.plumbline.sync.support.RunningPlumbline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A webhook over real HTTP into a real database: kept once, byte for byte, before the provider hears 200. */
class WebhookIngestTest {
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(
                options -> options.with("plumbline.stripe.default.webhook-secrets", "whsec_old,whsec_test"));
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
    @DisplayName("F-1 the same delivery five times is one row, five deliveries and one change")
    void keepsADuplicateOnce() {
        Event event = checkout("cus_f1").getFirst();
        for (int i = 0; i < 5; i++) {
            assertThat(plumbline.deliver(event)).isEqualTo(200);
        }
        assertThat(row(event, "deliveries")).isEqualTo("5");
        assertThat(count("select count(*) from inbox where event_id = '" + event.id() + "'"))
                .isEqualTo(1);
        comesToRest();
        assertThat(versionsOf("cus_f1")).isEqualTo(1);
        assertThat(
                        count(
                                "select count(*) from audit where customer_key = 'cus_f1' and action = 'entitlements.resolved'"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("F-2 fifty at once are one row; nobody hears an error")
    void keepsConcurrentDuplicatesOnce() {
        byte[] body = checkout("cus_f2").getFirst().body();
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 50)
                .mapToObj(i -> plumbline.deliverSoon(body))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
        comesToRest();
        assertThat(versionsOf("cus_f2")).isEqualTo(1);
    }

    @Test
    @DisplayName("F-6 two event ids for one change write one version")
    void writesOneVersionForTwoEventsOfOneChange() {
        Event event = checkout("cus_f6").getFirst();
        assertThat(plumbline.deliver(event)).isEqualTo(200);
        comesToRest();
        assertThat(plumbline.deliver(event.retoldAs("evt_retold"))).isEqualTo(200);
        comesToRest();
        assertThat(versionsOf("cus_f6")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "F-5 F-7 an update of somebody unknown creates the subject; an old event after the cancel changes nothing")
    void fetchesInsteadOfBelieving() {
        List<Event> events = checkout("cus_f7");
        assertThat(plumbline.deliver(events.getLast())).isEqualTo(200);
        comesToRest();
        assertThat(plumbline.check("cus_f7", "api_access").get("hasAccess").asBoolean())
                .isTrue();
        String subscription = plumbline
                .stripe()
                .reading()
                .subscriptions()
                .of("cus_f7")
                .findFirst()
                .orElseThrow()
                .id();
        plumbline.stripe().cancellations().now(subscription).events().forEach(plumbline::deliver);
        comesToRest();
        assertThat(plumbline.check("cus_f7", "api_access").get("hasAccess").asBoolean())
                .isFalse();
        int versions = versionsOf("cus_f7");
        events.forEach(plumbline::deliver);
        comesToRest();
        assertThat(plumbline.check("cus_f7", "api_access").get("hasAccess").asBoolean())
                .isFalse();
        assertThat(versionsOf("cus_f7")).isEqualTo(versions);
    }

    @Test
    @DisplayName("F-8 F-9 a deleted customer loses its entitlements once, and a late event does not bring them back")
    void endsWithTheCustomer() {
        List<Event> events = checkout("cus_f8");
        events.forEach(plumbline::deliver);
        comesToRest();
        assertThat(plumbline.check("cus_f8", "api_access").get("hasAccess").asBoolean())
                .isTrue();
        plumbline.stripe().customers().delete("cus_f8").events().forEach(plumbline::deliver);
        comesToRest();
        assertThat(plumbline.check("cus_f8", "api_access").get("hasAccess").asBoolean())
                .isFalse();
        assertThat(count("select count(*) from subject where id = 'cus_f8' and state = 'GONE'"))
                .isEqualTo(1);
        int versions = versionsOf("cus_f8");
        assertThat(plumbline.deliver(events.getLast().retoldAs("evt_late"))).isEqualTo(200);
        comesToRest();
        assertThat(versionsOf("cus_f8")).isEqualTo(versions);
    }

    @Test
    @DisplayName("F-30 a type nobody knows is kept, ignored and counted")
    void ignoresWhatItDoesNotKnow() {
        byte[] body = bytes("""
                {"id":"evt_unknown","object":"event","type":"foo.bar","livemode":false,"created":1700000000,
                 "data":{"object":{"id":"x_1","object":"foo","customer":"cus_x"}}}""");
        assertThat(plumbline.deliver(body)).isEqualTo(200);
        assertThat(count("select count(*) from inbox where event_id = 'evt_unknown' and state = 'IGNORED'"))
                .isEqualTo(1);
        assertThat(count("select count(*) from subject where id = 'cus_x'")).isZero();
        assertThat(plumbline.get("/actuator/prometheus").body())
                .contains("plumbline_webhook_received_total")
                .contains("outcome=\"ignored\"");
    }

    @Test
    @DisplayName("F-31 S-1 one bit flipped anywhere: 401 and no row")
    void refusesWhatWasTamperedWith() {
        byte[] body = checkout("cus_f31").getFirst().body();
        String signature = RunningPlumbline.signed(body);
        long seed = new SplittableRandom().nextLong();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        long before = count("select count(*) from inbox");
        for (int i = 0; i < 50; i++) {
            byte[] tampered = body.clone();
            tampered[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(plumbline.deliver("/webhooks/stripe/default", tampered, signature))
                    .isEqualTo(401);
        }
        assertThat(count("select count(*) from inbox")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=abc", "t", "v0=00", "t=1,v1=abc", "t=99999999999999999999,v1=00", "\u00e9,t=1"})
    @DisplayName("A header that is none is answered 401, never 500")
    void refusesOddHeaders(String header) {
        byte[] body = bytes("{}");
        String sendable = header.chars().allMatch(c -> c < 128) ? header : "x";
        assertThat(plumbline.deliver("/webhooks/stripe/default", body, sendable))
                .isEqualTo(401);
    }

    @Test
    @DisplayName("F-32 bytes are kept as they were sent: CRLF, spaces, emoji")
    void keepsTheVeryBytes() {
        byte[] body = bytes(
                "{ \"id\":\"evt_raw\",\r\n\t\"object\":\"event\", \"type\":\"customer.updated\", \"livemode\":false,"
                        + "\"data\":{\"object\":{\"id\":\"cus_raw\",\"object\":\"customer\",\"name\":\"Zo\u00eb \ud83d\ude00 \\u00e9\"}} }\r\n");
        assertThat(plumbline.deliver(body)).isEqualTo(200);
        byte[] kept = plumbline
                .sql()
                .sql("select payload from inbox where event_id = 'evt_raw'")
                .query(byte[].class)
                .single();
        assertThat(kept).isEqualTo(body);
    }

    static List<byte[]> hostileBodies() {
        return List.of(
                bytes("{\"id\":\"evt_nul\\u0000\",\"object\":\"event\",\"type\":\"customer.updated\"}"),
                bytes(
                        "{\"id\":\"evt_sur\",\"object\":\"event\",\"type\":\"a\\ud800b\",\"data\":{\"object\":{\"id\":\"\\ud800\"}}}"),
                bytes("{\"id\":\"evt_dup\",\"id\":\"evt_dup2\",\"object\":\"event\",\"type\":\"customer.updated\"}"),
                bytes("{\"id\":\"evt_big\",\"object\":\"event\",\"type\":\"customer.updated\",\"created\":1e400}"),
                bytes("not json"),
                bytes("[]"),
                bytes("{}"),
                bytes("\"evt\""),
                new byte[0],
                new byte[] {(byte) 0xff, (byte) 0xfe, 0},
                bytes("[".repeat(5_000)),
                bytes("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)),
                bytes("{\"id\":\"evt_long\",\"object\":\"event\",\"type\":\"customer.updated\",\"n\":"
                        + "9".repeat(900_000) + "}"));
    }

    @ParameterizedTest
    @MethodSource("hostileBodies")
    @DisplayName("F-33 F-35 signed but hostile: kept, perhaps in quarantine, never a 5xx; sent again it is a duplicate")
    void keepsWhatItCannotRead(byte[] body) {
        long before = count("select count(*) from inbox");
        assertThat(plumbline.deliver(body)).isEqualTo(200);
        assertThat(plumbline.deliver(body)).isEqualTo(200);
        assertThat(count("select count(*) from inbox")).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("F-36 one event in three API versions: the same entitlements, because the fetch is pinned")
    void readsEveryVersion() {
        List<String> answers = new java.util.ArrayList<>();
        for (ApiVersion version :
                List.of(ApiVersion.PRE_BASIL, ApiVersion.BASIL, new ApiVersion("2031-01-01.eucalyptus"))) {
            String customer = "cus_f36_" + version.toString().replaceAll("[^0-9]", "");
            checkout(customer)
                    .forEach(event ->
                            assertThat(plumbline.deliver(event.in(version))).isEqualTo(200));
            comesToRest();
            answers.add(plumbline.check(customer, "seats").get("limit").asString());
        }
        assertThat(answers).containsOnly("7");
        assertThat(plumbline
                        .sql()
                        .sql("select fingerprint from break where type = 'VERSION_UNKNOWN' and resolved_at is null")
                        .query(String.class)
                        .list())
                .as("basil and what was before it are known")
                .containsExactly("VERSION_UNKNOWN:stripe/default:2031-01-01.eucalyptus");
        JsonNode told = plumbline
                .json("/v1/breaks?type=VERSION_UNKNOWN&state=open")
                .get("data")
                .get(0);
        assertThat(told.get("detail").asString())
                .contains("2031-01-01.eucalyptus", "Update Plumbline", "webhook endpoint", "7 days");
    }

    @Test
    @DisplayName(
            "F-36 the break closes a week after the last event of that version, or when an update knows the version")
    void forgetsAVersionThatIsSettled() {
        String unknown = "VERSION_UNKNOWN:stripe/default:2032-01-01.fir";
        Event event = checkout("cus_f36_settled").getFirst();
        assertThat(plumbline.deliver(event.in(new ApiVersion("2032-01-01.fir"))))
                .isEqualTo(200);
        open("VERSION_UNKNOWN:stripe/default:2025-03-31.basil"); // as if an older build had not known it
        var settled = plumbline.bean(VersionsSettled.class);
        settled.close();
        assertThat(isOpen(unknown)).isTrue();
        assertThat(isOpen("VERSION_UNKNOWN:stripe/default:2025-03-31.basil")).isFalse();

        age(unknown, "6 days 23 hours");
        settled.close();
        assertThat(isOpen(unknown)).isTrue();
        age(unknown, "7 days 1 minute");
        settled.close();
        assertThat(isOpen(unknown)).isFalse();
    }

    private static void open(String fingerprint) {
        plumbline.sql().sql("""
                        insert into break (type, fingerprint, provider, account, detail)
                        values ('VERSION_UNKNOWN', :fingerprint, 'stripe', 'default', 'test')
                        """).param("fingerprint", fingerprint).update();
    }

    private static void age(String fingerprint, String since) {
        plumbline
                .sql()
                .sql(
                        "update break set last_seen_at = clock_timestamp() - :since::interval where fingerprint = :fingerprint")
                .param("since", since)
                .param("fingerprint", fingerprint)
                .update();
    }

    private static boolean isOpen(String fingerprint) {
        return count("select count(*) from break where resolved_at is null and fingerprint = '" + fingerprint + "'")
                == 1;
    }

    @Test
    @DisplayName("F-39 an event of the other mode is kept and has no effect")
    void keepsTheWrongModeWithoutEffect() {
        Event live = checkout("cus_f39").getFirst().inMode(true);
        assertThat(plumbline.deliver(live)).isEqualTo(200);
        assertThat(row(live, "state")).isEqualTo("REJECTED_MODE");
        comesToRest();
        assertThat(plumbline.get("/v1/customers/cus_f39").statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("F-41 during a rotation the old and the new secret are good, also both at once; a retired one is not")
    void acceptsEveryLiveSecret() {
        byte[] body = checkout("cus_f41").getFirst().body();
        Instant now = Instant.now();
        assertThat(deliverSignedWith(body, now, "whsec_old")).isEqualTo(200);
        assertThat(deliverSignedWith(body, now, "whsec_test")).isEqualTo(200);
        assertThat(deliverSignedWith(body, now, "whsec_retired", "whsec_test")).isEqualTo(200);
        assertThat(deliverSignedWith(body, now, "whsec_retired")).isEqualTo(401);
    }

    @Test
    @DisplayName("F-42 S-2 a captured request is refused ten minutes later, and from the future")
    void refusesReplays() {
        byte[] body = checkout("cus_f42").getFirst().body();
        assertThat(deliverSignedWith(body, Instant.now().minus(Duration.ofMinutes(10)), "whsec_test"))
                .isEqualTo(401);
        assertThat(deliverSignedWith(body, Instant.now().plus(Duration.ofMinutes(10)), "whsec_test"))
                .isEqualTo(401);
    }

    @Test
    @DisplayName(
            "An account or provider that is not configured is 404; a stopped route is 503, so that it is sent again")
    void saysWhoIsNotThere() throws Exception {
        byte[] body = checkout("cus_503").getFirst().body();
        String signature = RunningPlumbline.signed(body);
        assertThat(plumbline.deliver("/webhooks/stripe/other", body, signature)).isEqualTo(404);
        assertThat(plumbline.deliver("/webhooks/nobody/default", body, signature))
                .isEqualTo(404);
        assertThat(plumbline.deliver("/webhooks/stripe", body, signature)).isEqualTo(200);
        var camel = plumbline.bean(CamelContext.class);
        camel.getRouteController().stopRoute("webhook-stripe-default");
        assertThat(plumbline.deliver(body)).isEqualTo(503);
        assertThat(plumbline.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
        camel.getRouteController().startRoute("webhook-stripe-default");
        assertThat(plumbline.deliver(body)).isEqualTo(200);
        assertThat(plumbline.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("A NUL in a list's parameter is the caller's mistake; a path that is not there is a problem of 404")
    void refusesWhatCannotBeMeant() {
        for (String path : List.of("/v1/inbox?subject=a%00", "/v1/subjects?cursor=a%00", "/v1/inbox?state=%00")) {
            assertThat(plumbline.get(path).statusCode()).as(path).isEqualTo(400);
        }
        var nowhere = plumbline.get("/actuator/env");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.body()).contains("\"code\":\"NOT_FOUND\"");
    }

    @Test
    @DisplayName("02 absence: a new customer that is not found yet is looked for again, and found")
    void looksAgainForAStranger() {
        List<Event> events = checkout("cus_late");
        plumbline.api().nextTo("/v1/customers/cus_late", new dev.plumbline.simulated.api.Trouble.ServerError(503));
        assertThat(plumbline.deliver(events.getFirst())).isEqualTo(200);
        plumbline.comeToRest();
        assertThat(plumbline.check("cus_late", "api_access").get("hasAccess").asBoolean())
                .isTrue();
    }

    private static int deliverSignedWith(byte[] body, Instant at, String... secrets) {
        return plumbline.deliver("/webhooks/stripe/default", body, StripeSignature.header(at, body, List.of(secrets)));
    }

    private static List<Event> checkout(String customer) {
        return plumbline
                .stripe()
                .subscriptions()
                .checkout(
                        NewCustomer.named("Customer " + customer)
                                .withId(customer)
                                .in("FI"),
                        Line.of("price_t", 7))
                .events();
    }

    private static void comesToRest() {
        plumbline.comeToRest();
    }

    private static int versionsOf(String customer) {
        return (int) count("select count(*) from entitlement_history where customer_key = '" + customer + "'");
    }

    private static long count(String sql) {
        return plumbline.sql().sql(sql).query(Long.class).single();
    }

    private static String row(Event event, String column) {
        return plumbline
                .sql()
                .sql("select " + column + "::text from inbox where event_id = :id")
                .param("id", event.id())
                .query(String.class)
                .single();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
