package dev.plumbline.entitlement.check.usage;

import static dev.plumbline.entitlement.check.usage.UsageShop.event;
import static dev.plumbline.entitlement.check.usage.UsageShop.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.Stored;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.metering.LimitNotices;
import dev.plumbline.entitlement.metering.Months;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.usage.Window;
import dev.plumbline.entitlement.whatif.UsedUp;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The contract of {@code POST /v1/usage}, and what checks make of it. */
class UsageOverHttpTest {
    private static final String T = "2026-11-21T09:30:00Z";
    private static UsageShop shop;

    @BeforeAll
    static void start() {
        shop = new UsageShop("plumbline.usage.batch=500");
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @BeforeEach
    void standInNovember() {
        shop.setClock("2026-11-21T10:00:00Z");
    }

    @Test
    @DisplayName(
            "one event, a batch, and one with its attributes in headers: each is counted, and a strict check sees it at once")
    void takesAllThreeModes() {
        String acme = shop.onTeam("modes");
        Answer one = shop.store.post(
                "/v1/usage",
                event("1", "api.call", acme, T, "{\"bytes\":10.25}"),
                "Content-Type",
                "application/cloudevents+json");
        assertThat(one.status()).as(one.text()).isEqualTo(202);
        assertThat(one.json().toString())
                .isEqualTo("{\"outcomes\":[{\"id\":\"1\",\"source\":\"app\",\"outcome\":\"accepted\"}]}");
        assertThat(shop.sent(
                        event("2", "api.call", acme, T, "{\"bytes\":1}"),
                        event("3", "api.call", acme, T, "{\"bytes\":2}")))
                .containsExactly("accepted", "accepted");
        Answer binary = shop.store.post(
                "/v1/usage",
                "{\"bytes\":5}",
                "Content-Type",
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                "n%C3%A5r",
                "ce-source",
                "app",
                "ce-type",
                "api.call",
                "ce-subject",
                acme,
                "ce-time",
                T);
        assertThat(outcomes(binary)).as(binary.text()).containsExactly("accepted");
        assertThat(binary.json().at("/outcomes/0/id").asString()).isEqualTo("når");

        JsonNode calls = shop.strict(acme, "calls");
        assertThat(calls.get("used").asInt()).isEqualTo(4);
        assertThat(calls.get("remaining").asInt()).isEqualTo(96);
        assertThat(calls.get("windowStart").asString()).isEqualTo("2026-10-31T23:00:00Z"); // Oslo
        assertThat(calls.get("resetsAt").asString()).isEqualTo("2026-11-30T23:00:00Z");
        assertThat(calls.get("consistency").asString()).isEqualTo("strict");
        assertThat(Instant.parse(calls.get("usageAsOf").asString())).isAfterOrEqualTo("2026-11-21T10:00:00Z");
        assertThat(shop.strict(acme, "traffic").get("used").decimalValue()).isEqualByComparingTo("18.25");
    }

    @Test
    @DisplayName(
            "F-76: the same again is a duplicate, however it is written; other content under one id is a conflict and not counted")
    void countsOnceAndFlagsConflicts() {
        String acme = shop.onTeam("once");
        String sent = event("o1", "api.call", acme, T, "{\"bytes\":10,\"path\":\"/a\"}");
        assertThat(shop.sent(sent, sent)).containsExactly("accepted", "duplicate");
        String otherwise =
                "{\"data\":{\"path\":\"/a\",\"bytes\":10.0},\"id\":\"o1\",\"source\":\"app\",\"type\":\"api.call\",\"subject\":\"once\","
                        + "\"time\":\"2026-11-21T10:30:00+01:00\",\"specversion\":\"1.0\",\"traceparent\":\"00-1\"}";
        assertThat(shop.sent(otherwise)).containsExactly("duplicate");
        Answer conflict = shop.send(event("o1", "api.call", acme, T, "{\"bytes\":11}"));
        assertThat(outcomes(conflict)).containsExactly("conflict");
        assertThat(conflict.json().at("/outcomes/0/why").asString()).startsWith("OTHER_CONTENT:");
        // Another source has ids of its own.
        assertThat(shop.sent(sent.replace("\"app\"", "\"other app\""))).containsExactly("accepted");
        assertThat(shop.strict(acme, "calls").get("used").asInt()).isEqualTo(2);
        assertThat(shop.strict(acme, "traffic").get("used").decimalValue()).isEqualByComparingTo("20");
    }

    @Test
    @DisplayName("each bad event of a batch is rejected with its reason, and the good ones count")
    void rejectsEachBadEventAlone() {
        String acme = shop.onTeam("partial");
        Answer answer = shop.send(
                event("p1", "api.call", acme, T, "{\"bytes\":1}"),
                event("p2", "api.call", "nobody", T, "{\"bytes\":1}"),
                event("p3", "unheard.of", acme, T, "{}"),
                event("p4", "api.call", acme, T, "{\"bytes\":\"many\"}"),
                event("p5", "api.call", acme, T, "{\"bytes\":-1}"),
                event("p6", "api.call", acme, T, "{\"bytes\":1e999999999}"),
                event("p7", "api.call", acme, "2026-11-21T11:00:00Z", "{\"bytes\":1}"),
                event("p8", "api.call", acme, "2020-01-01T00:00:00Z", "{\"bytes\":1}"),
                event("p9", "api.call", acme, "yesterday", "{\"bytes\":1}"),
                event("p\\u0000", "api.call", acme, T, "{\"bytes\":1}"),
                event("x".repeat(300), "api.call", acme, T, "{\"bytes\":1}"),
                "{\"specversion\":\"0.3\",\"id\":\"p12\"}",
                "{\"specversion\":\"1.0\",\"id\":7,\"source\":\"app\"}",
                "\"text\"",
                event("p15", "api.call", acme, T, "{\"bytes\":1}").replace("\"app\"", "\"plumbline:reservation\""),
                event("<script>'\\\"; drop table usage_log; --\\u202E", "api.call", acme, T, "{\"bytes\":1}"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(outcomes(answer)).hasSize(16).startsWith("accepted").endsWith("accepted");
        List<String> whys = IntStream.range(1, 15)
                .mapToObj(i -> answer.json().at("/outcomes/" + i + "/why").asString())
                .map(why -> why.substring(0, why.indexOf(':')))
                .toList();
        assertThat(whys)
                .containsExactly(
                        "CUSTOMER_UNKNOWN",
                        "NO_METER",
                        "VALUE_INVALID",
                        "VALUE_INVALID",
                        "VALUE_INVALID",
                        "TIME_AHEAD",
                        "TIME_TOO_OLD",
                        "ATTRIBUTE_INVALID",
                        "ATTRIBUTE_INVALID",
                        "ATTRIBUTE_INVALID",
                        "ATTRIBUTE_INVALID",
                        "ATTRIBUTE_MISSING",
                        "NOT_AN_EVENT",
                        "SOURCE_RESERVED");
        assertThat(shop.strict(acme, "calls").get("used").asInt()).isEqualTo(2);
        // What was rejected is not remembered: mended, it counts.
        assertThat(shop.sent(event("p4", "api.call", acme, T, "{\"bytes\":4}"))).containsExactly("accepted");
    }

    @Test
    @DisplayName("what cannot be read at all is refused with a problem that says where, and nothing of it counts")
    void refusesWhatCannotBeRead() {
        String acme = shop.onTeam("unreadable");
        String good = event("u1", "api.call", acme, T, "{\"bytes\":1}");
        refuses("[" + good + ",", 400, "BODY_MALFORMED");
        refuses("", 400, "BODY_MALFORMED");
        refuses("7", 400, "BODY_MALFORMED");
        refuses("[" + good.replace("\"id\"", "\"id\":\"u2\",\"id\"") + "]", 400, "BODY_MALFORMED");
        refuses("[".repeat(10_000), 400, "BODY_TOO_DEEP");
        refuses(event("u3", "api.call", acme, T, "{\"a\":".repeat(100) + "1" + "}".repeat(100)), 400, "BODY_TOO_DEEP");
        refuses(event("u4", "api.call", acme, T, "{\"bytes\":" + "9".repeat(5_000) + "}"), 400, "BODY_TOO_DEEP");
        refuses(
                IntStream.range(0, 501).mapToObj(i -> good).collect(Collectors.joining(",", "[", "]")),
                400,
                "BATCH_TOO_LARGE");
        refuses("[\"" + "x".repeat(6_000_000) + "\"]", 413, "TOO_LARGE");
        Answer text = shop.store.post("/v1/usage", good, "Content-Type", "text/plain");
        assertThat(text.status()).isEqualTo(415);
        assertThat(text.code()).isEqualTo("MEDIA_TYPE_UNSUPPORTED");
        assertThat(shop.strict(acme, "calls").get("used").asInt()).isZero();
    }

    private static void refuses(String body, int status, String code) {
        Answer answer = shop.store.post("/v1/usage", body, "Content-Type", "application/cloudevents-batch+json");
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    @DisplayName("S-8: usage takes a key with the scope usage, and such a key reads nothing else")
    void takesTheScopeUsage() {
        String acme = shop.onTeam("scoped");
        String check = key("check");
        String usage = key("usage");
        String event = event("s1", "api.call", acme, T, "{\"bytes\":1}");
        assertThat(shop.store
                        .post("/v1/usage", event, "Authorization", "Bearer " + check)
                        .status())
                .isEqualTo(403);
        assertThat(shop.store.post("/v1/usage", event, "Authorization", "").status())
                .isEqualTo(401);
        assertThat(shop.store
                        .post("/v1/usage", event, "Authorization", "Bearer " + usage)
                        .status())
                .isEqualTo(202);
        String reservations = "/v1/customers/scoped/entitlements/calls/reservations";
        assertThat(shop.store
                        .post(reservations, "{\"amount\":1}", "Authorization", "Bearer " + check)
                        .status())
                .isEqualTo(403);
        assertThat(shop.store
                        .delete("/v1/reservations/x", "Authorization", "Bearer " + check)
                        .status())
                .isEqualTo(403);
        assertThat(shop.store
                        .get("/v1/customers/scoped/entitlements/calls", "Authorization", "Bearer " + usage)
                        .status())
                .isEqualTo(403);
    }

    private static String key(String scope) {
        return shop.store
                .post("/v1/api-keys", "{\"name\":\"%s\",\"scopes\":[\"%s\"]}".formatted(scope, scope))
                .json()
                .get("secret")
                .asString();
    }

    @Test
    @DisplayName("last, unique, rolling and overage: each as it says, in check, batch and list alike")
    void readsEachKindOfMeter() {
        String acme = shop.onTeam("kinds");
        shop.sent(
                event("k1", "disk.used", acme, "2026-11-20T10:00:00Z", "{\"bytes\":700}"),
                event("k2", "disk.used", acme, "2026-11-19T10:00:00Z", "{\"bytes\":900}"),
                event("k3", "login", acme, T, "{\"user\":\"ann\"}"),
                event("k4", "login", acme, T, "{\"user\":\"bo\"}"),
                event("k5", "login", acme, "2026-11-21T00:00:00Z", "{\"user\":\"ann\"}"),
                event("k6", "login", acme, "2026-11-20T23:59:59Z", "{\"user\":\"cy\"}"),
                event("k7", "api.call", acme, "2026-11-21T08:59:00Z", "{\"bytes\":1000}"),
                event("k8", "api.call", acme, "2026-11-21T09:01:00Z", "{\"bytes\":1.5}"));
        assertThat(shop.strict(acme, "disk").get("used").asInt()).isEqualTo(700);
        assertThat(shop.strict(acme, "disk").get("hasAccess").asBoolean()).isTrue();
        assertThat(shop.strict(acme, "disk").get("overage").asInt()).isEqualTo(200);
        assertThat(shop.strict(acme, "people").get("used").asInt()).isEqualTo(2);
        assertThat(shop.strict(acme, "burst").get("used").asInt()).isEqualTo(1);
        JsonNode traffic = shop.strict(acme, "traffic");
        assertThat(traffic.get("overage").decimalValue()).isEqualByComparingTo("1");
        assertThat(traffic.get("remaining").asInt()).isZero();
        assertThat(traffic.get("hasAccess").asBoolean()).isTrue();

        JsonNode batch = shop.store.post("/v1/checks", """
                        {"checks":[{"customer":"kinds","feature":"disk"},{"customer":"kinds","feature":"people"},
                                   {"customer":"kinds","feature":"nothing"},{"customer":"kinds","feature":"burst"}]}""").json().get("checks");
        assertThat(batch.at("/0/used").asInt()).isEqualTo(700);
        assertThat(batch.at("/1/used").asInt()).isEqualTo(2);
        assertThat(batch.at("/2/code").asString()).isEqualTo("FEATURE_UNKNOWN");
        assertThat(batch.at("/3/used").asInt()).isEqualTo(1);
        JsonNode list = shop.store
                .get("/v1/customers/kinds/entitlements?consistency=strict")
                .json();
        for (JsonNode check : list.findValue(list.has("data") ? "data" : "entitlements")) {
            JsonNode alone = shop.strict(acme, check.get("feature").asString());
            assertThat(check.get("used")).as("%s", check).isEqualTo(alone.get("used"));
        }
        // What nobody has bought is counted all the same.
        assertThat(shop.sent(event("k9", "page.looked", acme, T, "{}"))).containsExactly("accepted");
    }

    @Test
    @DisplayName("as of another time: what was used by then, in the window of then")
    void looksBack() {
        String acme = shop.onTeam("back");
        shop.sent(
                event("b1", "api.call", acme, "2026-10-05T10:00:00Z", "{\"bytes\":1}"),
                event("b2", "api.call", acme, "2026-10-06T10:00:00Z", "{\"bytes\":1}"),
                event("b3", "api.call", acme, "2026-11-06T10:00:00Z", "{\"bytes\":1}"));
        assertThat(shop.check(acme, "calls", "?at=2026-10-05T10:00:00Z")
                        .get("used")
                        .asInt())
                .isEqualTo(1);
        assertThat(shop.check(acme, "calls", "?at=2026-10-20T10:00:00Z")
                        .get("used")
                        .asInt())
                .isEqualTo(2);
        assertThat(shop.check(acme, "calls", "?at=2026-12-20T10:00:00Z")
                        .get("used")
                        .asInt())
                .isZero();
        assertThat(shop.check(acme, "calls", "?at=2026-10-20T10:00:00Z")
                        .get("usageAsOf")
                        .asString())
                .isEqualTo("2026-10-20T10:00:00Z");
    }

    @Test
    @DisplayName("cached usage is read again within seconds and says as of when; maxAge asks for fresher")
    void readsCachedUsage() {
        String acme = shop.onTeam("cached");
        assertThat(shop.check(acme, "calls", "").get("used").asInt()).isZero();
        shop.sent(event("c1", "api.call", acme, T, "{\"bytes\":1}"));
        JsonNode fresh = shop.check(acme, "calls", "?maxAge=PT0S");
        assertThat(fresh.get("used").asInt()).isEqualTo(1);
        assertThat(fresh.get("consistency").asString()).isEqualTo("cached");
        assertThat(shop.check(acme, "calls", "").get("used").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "what is left of a month rolls over into the next, up to its most, and of that nothing more into the one after")
    void rollsOver() {
        String acme = shop.onTeam("rolls");
        shop.sent(event("r1", "credit.spent", acme, "2026-10-10T10:00:00Z", "{\"amount\":35}"));
        assertThat(shop.strict(acme, "credits").get("limit").asInt()).isEqualTo(65);
        shop.setClock("2026-12-05T10:00:00Z");
        assertThat(shop.strict(acme, "credits").get("limit").asInt()).isEqualTo(70);
        // Bought in March: of February there was no limit of which anything could be left.
        assertThat(shop.check(acme, "credits", "?at=2026-03-20T00:00:00Z")
                        .get("limit")
                        .asInt())
                .isEqualTo(50);
    }

    @Test
    @DisplayName("F-76: what comes when its window is closed counts there, and a person is told once for each window")
    void tellsOfLateUsage() {
        String acme = shop.onTeam("late");
        shop.sent(event("l1", "api.call", acme, "2026-11-01T10:00:00Z", "{\"bytes\":1}"));
        assertThat(breaks(acme)).isEmpty();
        shop.sent(
                event("l2", "api.call", acme, "2026-10-01T10:00:00Z", "{\"bytes\":1}"),
                event("l3", "api.call", acme, "2026-10-02T10:00:00Z", "{\"bytes\":1}"));
        // The calls and the traffic of October; a rolling window is never closed.
        assertThat(breaks(acme))
                .hasSize(2)
                .allSatisfy(detail -> assertThat(detail).contains("after that was closed"));
        shop.sent(
                event("l2", "api.call", acme, "2026-10-01T10:00:00Z", "{\"bytes\":1}"),
                event("l4", "api.call", acme, "2026-10-02T11:00:00Z", "{\"bytes\":1}"));
        assertThat(breaks(acme)).hasSize(2);
        assertThat(shop.check(acme, "calls", "?at=2026-10-30T00:00:00Z")
                        .get("used")
                        .asInt())
                .isEqualTo(3);
        assertThat(shop.strict(acme, "calls").get("used").asInt()).isEqualTo(1);
    }

    private static List<String> breaks(String customer) {
        return shop.store
                .jdbc()
                .sql(
                        "select detail from break where customer_key = :customer and type = 'LATE_USAGE' and resolved_at is null")
                .param("customer", customer)
                .query((row, n) -> row.getString(1))
                .list();
    }

    @Test
    @DisplayName(
            "a correction takes the place of what it corrects, at its time, with a reason in the audit; a void takes it back")
    void corrects() {
        String acme = shop.onTeam("corrected");
        shop.sent(event("w1", "api.call", acme, "2026-11-03T10:00:00Z", "{\"bytes\":500}"));
        String right =
                "{\"specversion\":\"1.0\",\"source\":\"app\",\"id\":\"w2\",\"type\":\"api.call\",\"subject\":\"corrected\","
                        + "\"plumblinecorrects\":\"w1\",\"data\":{\"bytes\":50}}";
        Answer answer = shop.store.post(
                "/v1/usage",
                right,
                "Content-Type",
                "application/cloudevents+json",
                "X-Reason",
                "The meter was off by ten");
        assertThat(outcomes(answer)).as(answer.text()).containsExactly("accepted");
        assertThat(shop.sent(right)).containsExactly("duplicate");
        assertThat(shop.strict(acme, "calls").get("used").asInt()).isEqualTo(1);
        assertThat(shop.strict(acme, "traffic").get("used").asInt()).isEqualTo(50);
        assertThat(shop.check(acme, "traffic", "?at=2026-11-03T11:00:00Z")
                        .get("used")
                        .asInt())
                .isEqualTo(50);
        // Corrected once: whoever wants to change it again corrects the correction.
        Answer twice = shop.send(right.replace("w2", "w3"));
        assertThat(twice.json().at("/outcomes/0/why").asString()).startsWith("CORRECTED_ALREADY:");
        Answer unknown = shop.send(right.replace("w2", "w3").replace("w1", "w0"));
        assertThat(unknown.json().at("/outcomes/0/why").asString()).startsWith("CORRECTS_UNKNOWN:");
        assertThat(shop.sent(
                        "{\"specversion\":\"1.0\",\"source\":\"app\",\"id\":\"w4\",\"type\":\"dev.plumbline.usage.voided\","
                                + "\"subject\":\"corrected\",\"plumblinecorrects\":\"w2\"}"))
                .containsExactly("accepted");
        assertThat(shop.strict(acme, "calls").get("used").asInt()).isZero();
        JsonNode audit = shop.store.get("/v1/audit?customer=corrected").json().get("data");
        List<String> actions = audit.findValuesAsString("action");
        assertThat(actions).contains("usage.corrected", "usage.voided");
        assertThat(audit.toString()).contains("The meter was off by ten").contains("app w1");
        // The log keeps both.
        assertThat(shop.store
                        .jdbc()
                        .sql("select count(*) from usage_log where customer_key = 'corrected'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(4);
    }

    @Test
    @DisplayName(
            "a limit that comes near or is reached is told of once for each threshold and window, whoever looks, however often")
    void tellsOfLimitsOnce() {
        String acme = shop.onTeam("near");
        var notices = shop.store.bean(LimitNotices.class);
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        calls(acme, 0, 49);
        notices.tell(now, 1_000);
        assertThat(told(acme)).isEmpty();
        calls(acme, 49, 50);
        notices.tell(now, 1_000);
        notices.tell(now, 1_000);
        assertThat(told(acme)).containsExactly("limit.warning 0.5 100 50 block");
        calls(acme, 50, 120);
        notices.tell(now, 1_000);
        assertThat(told(acme))
                .containsExactly(
                        "limit.warning 0.5 100 50 block",
                        "limit.warning 0.8 100 120 block",
                        "limit.reached 1 100 120 block");
        calls(acme, 120, 130);
        notices.tell(now, 1_000);
        assertThat(told(acme)).hasSize(3);
        assertThat(shop.strict(acme, "calls").get("reason").asString()).isEqualTo("LIMIT_REACHED");
        assertThat(shop.strict(acme, "calls").get("overage").asInt()).isEqualTo(30);
    }

    private static void calls(String customer, int from, int until) {
        assertThat(shop.sent(IntStream.range(from, until)
                        .mapToObj(i -> event("n" + i, "api.call", customer, "2026-11-20T10:00:00Z", "{\"bytes\":0}"))
                        .toArray(String[]::new)))
                .containsOnly("accepted");
    }

    private static List<String> told(String customer) {
        return shop.store
                .jdbc()
                .sql("""
                        select kind || ' ' || (payload ->> 'threshold') || ' ' || (payload ->> 'limit') || ' ' || (payload ->> 'used')
                               || ' ' || (payload ->> 'onLimit')
                        from outbox where customer_key = :customer and kind like 'limit.%' and payload ->> 'feature' = 'calls'
                        order by id
                        """)
                .param("customer", customer)
                .query((row, n) -> row.getString(1))
                .list();
    }

    @Test
    @DisplayName("who lost the feature is told how much was used, and that all of it is over (law L-7)")
    void tellsWhatWasUsedOfWhatIsLost() {
        String acme = shop.onTeam("lost");
        shop.sent(event("z1", "api.call", acme, T, "{\"bytes\":1}"));
        shop.stored.write(Stored.onTeam(acme, "FI", Instant.parse("2026-11-21T09:45:00Z")));
        JsonNode check = shop.strict(acme, "calls");
        assertThat(check.get("reason").asString()).isEqualTo("NO_ACTIVE_PHASE");
        assertThat(check.get("used").asInt()).isEqualTo(1);
        assertThat(check.get("overage").asInt()).isEqualTo(1);
        assertThat(check.get("limit").asInt()).isZero();
    }

    @Test
    @DisplayName("a plan that lowers a limit sees what is really used")
    void tellsAPlanWhatIsUsed() {
        String acme = shop.onTeam("planned");
        calls(acme.concat(""), 1_000, 1_007);
        Feature feature = Objects.requireNonNull(
                shop.store.bean(Models.class).newest().orElseThrow().model().feature(new FeatureKey("calls")));
        var allowance = new Allowance.Metered(
                new Allowance.Limit.UpTo(BigDecimal.ONE),
                new Window.Calendar(Period.ofMonths(1), ZoneOffset.UTC),
                null,
                Allowance.OnLimit.BLOCK,
                List.of(),
                null);
        assertThat(shop.store
                        .bean(UsedUp.class)
                        .of(new CustomerKey(acme), feature, allowance, Instant.parse("2026-11-21T10:00:00Z")))
                .isEqualByComparingTo("7");
    }

    @Test
    @DisplayName(
            "months are made ahead, and old ones put aside: their tables stay, nothing of them counts, and late events for them are refused")
    void putsOldMonthsAside() {
        String acme = shop.onTeam("old");
        var months = shop.store.bean(Months.class);
        shop.setClock("2024-06-15T00:00:00Z");
        assertThat(shop.sent(event("m1", "api.call", acme, "2024-06-10T00:00:00Z", "{\"bytes\":1}")))
                .containsExactly("accepted");
        shop.setClock("2026-11-21T10:00:00Z");
        assertThat(months.putAside(Instant.parse("2026-11-21T10:00:00Z"))).isEqualTo(2);
        assertThat(months.putAside(Instant.parse("2026-11-21T10:00:00Z"))).isZero();
        months.makeAhead(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(count("select count(*) from usage_log where id = 'm1'")).isZero();
        assertThat(count("select count(*) from usage_log_2024_06")).isEqualTo(2); // calls and traffic
        assertThat(count("select count(*) from usage_log_2027_01")).isZero();
        assertThat(shop.sent(event("m1", "api.call", acme, "2024-06-10T00:00:00Z", "{\"bytes\":1}")))
                .containsExactly("rejected");
    }

    private static int count(String sql) {
        return shop.store.jdbc().sql(sql).query(Integer.class).single();
    }
}
