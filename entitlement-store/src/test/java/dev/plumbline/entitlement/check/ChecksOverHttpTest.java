package dev.plumbline.entitlement.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.Models;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The contract of 04: paths, fields, reasons and statuses that others rely on. */
class ChecksOverHttpTest {
    private static RunningStore store;
    private static Stored stored;

    @BeforeAll
    static void start() {
        store = RunningStore.start("plumbline.test-clock=true");
        assertThat(store.post("/v1/catalog/publish", TestCatalog.YAML, "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(200);
        stored = new Stored(store.jdbc(), store.bean(Models.class));
        stored.write(Stored.onTeam("acme", "FI", null));
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static JsonNode check(String path) {
        Answer answer = store.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void answersAMeteredFeatureWithAllFieldsOfTheContract() {
        JsonNode check = check("/v1/customers/acme/entitlements/invoices?at=2026-11-21T10:00:00Z");

        assertThat(check.propertyNames())
                .containsExactlyInAnyOrder(
                        "customer",
                        "feature",
                        "type",
                        "hasAccess",
                        "limit",
                        "used",
                        "remaining",
                        "unlimited",
                        "level",
                        "windowStart",
                        "resetsAt",
                        "reason",
                        "source",
                        "version",
                        "asOf",
                        "staleness",
                        "consistency",
                        "usageAsOf",
                        "mode",
                        "fallback",
                        "phase",
                        "overage",
                        "validUntil");
        assertThat(check.get("customer").asString()).isEqualTo("acme");
        assertThat(check.get("type").asString()).isEqualTo("metered");
        assertThat(check.get("hasAccess").asBoolean()).isTrue();
        assertThat(check.get("limit").toString()).isEqualTo("300");
        assertThat(check.get("used").asInt()).isZero();
        assertThat(check.get("remaining").asInt()).isEqualTo(300);
        assertThat(check.get("unlimited").asBoolean()).isFalse();
        assertThat(check.get("windowStart").asString()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(check.get("resetsAt").asString()).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(check.get("reason").asString()).isEqualTo("PLAN");
        assertThat(check.get("source").toString()).isEqualTo("{\"kind\":\"plan\",\"ref\":\"team@1\"}");
        assertThat(check.get("version").asInt()).isEqualTo(1);
        assertThat(check.get("asOf").asString()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(Duration.parse(check.get("staleness").asString())).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(check.get("consistency").asString()).isEqualTo("cached");
        assertThat(check.get("mode").asString()).isEqualTo("normal");
        assertThat(check.get("fallback").asBoolean()).isFalse();
        assertThat(check.get("phase").asString()).isEqualTo("evergreen");
        assertThat(check.get("overage").asInt()).isZero();
    }

    @Test
    void answersSwitchesQuantitiesAndLevels() {
        assertThat(check("/v1/customers/acme/entitlements/sso").get("hasAccess").asBoolean())
                .isTrue();
        assertThat(check("/v1/customers/acme/entitlements/seats").get("limit").asInt())
                .isEqualTo(5);
        assertThat(check("/v1/customers/acme/entitlements/support").get("level").asString())
                .isEqualTo("email");
        JsonNode unlimited = check("/v1/customers/acme/entitlements/projects");
        assertThat(unlimited.get("unlimited").asBoolean()).isTrue();
        assertThat(unlimited.get("limit").isNull()).isTrue();
        assertThat(unlimited.get("remaining").isNull()).isTrue();
        assertThat(check("/v1/customers/acme/entitlements/storage").get("limit").toString())
                .isEqualTo("5000000000");
    }

    @Test
    @DisplayName(
            "04: what is denied has limit 0 or the lowest level; where only the request is, the value the customer has")
    void tellsWhatACustomerHasWhenOnlyTheRequestIsTooMuch() {
        JsonNode seats = check("/v1/customers/acme/entitlements/seats?requested=6");
        assertThat(seats.get("hasAccess").asBoolean()).isFalse();
        assertThat(seats.get("limit").asInt()).isEqualTo(5);
        JsonNode support = check("/v1/customers/acme/entitlements/support?level=dedicated-manager");
        assertThat(support.get("hasAccess").asBoolean()).isFalse();
        assertThat(support.get("level").asString()).isEqualTo("email");

        store.put("/v1/customers/bought-nothing", "{}");
        assertThat(check("/v1/customers/bought-nothing/entitlements/seats?requested=6")
                        .get("limit")
                        .asInt())
                .isZero();
        assertThat(check("/v1/customers/bought-nothing/entitlements/support?level=email")
                        .get("level")
                        .asString())
                .isEqualTo("community");
    }

    @Test
    void deniesWhatIsAskedForBeyondTheLimitOrTheLevel() {
        assertThat(check("/v1/customers/acme/entitlements/seats?requested=5")
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(check("/v1/customers/acme/entitlements/seats?requested=6")
                        .get("reason")
                        .asString())
                .isEqualTo("REQUEST_EXCEEDS_LIMIT");
        assertThat(check("/v1/customers/acme/entitlements/support?level=email")
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(check("/v1/customers/acme/entitlements/support?level=dedicated-manager")
                        .get("reason")
                        .asString())
                .isEqualTo("LEVEL_TOO_LOW");
        assertThat(store.get("/v1/customers/acme/entitlements/support?level=gold")
                        .code())
                .isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void resolvesAnewForTheCountryOfTheRequest() {
        assertThat(check("/v1/customers/acme/entitlements/bank_payouts")
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        JsonNode elsewhere = check("/v1/customers/acme/entitlements/bank_payouts?country=DE");
        assertThat(elsewhere.get("hasAccess").asBoolean()).isFalse();
        assertThat(elsewhere.get("reason").asString()).isEqualTo("NOT_AVAILABLE_IN_MARKET");
        assertThat(store.get("/v1/customers/acme/entitlements/bank_payouts?country=fi")
                        .status())
                .isEqualTo(400);
        assertThat(store.get("/v1/customers/acme/entitlements/bank_payouts?country=XX")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void answersForAnotherTimeFromTheTimeline() {
        stored.write(Stored.onTeam("leaving", "FI", Instant.parse("2030-01-01T00:00:00Z")));

        String sso = "/v1/customers/leaving/entitlements/sso";
        assertThat(check(sso + "?at=2029-12-31T23:59:59Z").get("hasAccess").asBoolean())
                .isTrue();
        assertThat(check(sso + "?at=2030-01-01T00:00:00Z").get("reason").asString())
                .isEqualTo("NO_ACTIVE_PHASE");
        assertThat(check(sso + "?at=2026-03-15T08:59:59Z").get("hasAccess").asBoolean())
                .isFalse();
        assertThat(check(sso + "?at=2026-03-15T10:00:00%2B01:00")
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(store.get(sso + "?at=2029-01-01T00:00:00Z&consistency=strict")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("L-2 what the store answered at T is at=T and knownAt=T, and later facts never change that")
    void answersWhatWasKnownThen() {
        Instant first = Instant.parse("2026-05-01T00:00:00Z");
        Instant second = Instant.parse("2026-06-01T00:00:00Z");
        stored.write(Stored.onTeam("regretful", "FI", null), first);
        stored.write(Stored.ended("regretful"), second);

        String sso = "/v1/customers/regretful/entitlements/sso";
        JsonNode then = check(sso + "?at=2026-05-20T00:00:00Z&knownAt=2026-05-20T00:00:00Z");
        assertThat(then.get("hasAccess").asBoolean()).isTrue();
        assertThat(then.get("version").asInt()).isEqualTo(1);
        JsonNode since = check(sso + "?at=2026-05-20T00:00:00Z&knownAt=2026-06-01T00:00:00Z");
        assertThat(since.get("hasAccess").asBoolean()).isFalse();
        assertThat(since.get("version").asInt()).isEqualTo(2);
    }

    @Test
    void deniesEverythingNotFreeToACustomerThatBoughtNothing() {
        assertThat(store.put("/v1/customers/newcomer", "{\"country\":\"FI\"}").status())
                .isEqualTo(201);

        JsonNode sso = check("/v1/customers/newcomer/entitlements/sso");
        assertThat(sso.get("hasAccess").asBoolean()).isFalse();
        assertThat(sso.get("reason").asString()).isEqualTo("NO_ACTIVE_PHASE");
        assertThat(sso.get("version").asInt()).isZero();
        assertThat(check("/v1/customers/newcomer/entitlements/projects")
                        .get("reason")
                        .asString())
                .isEqualTo("DEFAULT");
        JsonNode level = check("/v1/customers/newcomer/entitlements/support");
        assertThat(level.get("level").asString()).isEqualTo("community");
        assertThat(check("/v1/customers/newcomer/entitlements/seats")
                        .get("limit")
                        .asInt())
                .isZero();
    }

    @Test
    void namesUnknownCustomersAndFeatures() {
        Answer nobody = store.get("/v1/customers/nobody/entitlements/sso");
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(nobody.code()).isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(nobody.header("Content-Type")).isEqualTo("application/problem+json");
        Answer nothing = store.get("/v1/customers/acme/entitlements/teleport");
        assertThat(nothing.status()).isEqualTo(404);
        assertThat(nothing.code()).isEqualTo("FEATURE_UNKNOWN");
        assertThat(store.get("/v1/customers/nobody/entitlements").code()).isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(store.get("/v1/customers/nobody/entitlements/sso/explain").code())
                .isEqualTo("CUSTOMER_UNKNOWN");
    }

    @Test
    void seesAFreshCustomerAtOnceWithStrict() {
        assertThat(store.get("/v1/customers/strict/entitlements/sso").status()).isEqualTo(404);
        stored.write(Stored.onTeam("strict", "FI", null));
        JsonNode check = check("/v1/customers/strict/entitlements/sso?consistency=strict");
        assertThat(check.get("hasAccess").asBoolean()).isTrue();
        assertThat(check.get("consistency").asString()).isEqualTo("strict");
        assertThat(check.get("staleness").asString()).isEqualTo("PT0S");
    }

    @Test
    @DisplayName("F-14 a read with minVersion waits a little or answers 409, and is never older")
    void refusesAVersionThatIsNotToBeSeenYet() {
        Answer later = store.get("/v1/customers/acme/entitlements/sso?minVersion=7");
        assertThat(later.status()).isEqualTo(409);
        assertThat(later.code()).isEqualTo("VERSION_NOT_YET_VISIBLE");
        assertThat(later.header("Retry-After")).isEqualTo("1");
        assertThat(check("/v1/customers/acme/entitlements/sso?minVersion=1")
                        .get("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void answersAllFeaturesWithTheVersionAsETag() {
        Answer all = store.get("/v1/customers/acme/entitlements");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.header("ETag")).startsWith("W/\"1");
        assertThat(all.json().get("data")).hasSize(7);
        assertThat(all.json().get("version").asInt()).isEqualTo(1);

        Answer same = store.get("/v1/customers/acme/entitlements", "If-None-Match", all.header("ETag"));
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.text()).isEmpty();
        assertThat(store.get("/v1/customers/acme/entitlements", "If-None-Match", "W/\"0\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void givesEachCustomerCountryAndUserAnETagOfItsOwn() {
        stored.write(Stored.onTeam("first", "FI", null));
        stored.write(Stored.onTeam("second", "FI", null));
        var tags = Stream.of(
                        "first", "second", "first?country=US", "first?country=NO", "first?user=US", "second?user=US")
                .map(asked -> "/v1/customers/" + asked.replaceFirst("(?=[?]|$)", "/entitlements"))
                .map(path -> store.get(path).header("ETag"))
                .toList();

        assertThat(tags)
                .doesNotHaveDuplicates()
                .allSatisfy(tag -> assertThat(tag).startsWith("W/\"1-"));
        for (String path : List.of("second/entitlements", "first/entitlements?country=US")) {
            assertThat(store.get("/v1/customers/" + path, "If-None-Match", tags.getFirst())
                            .status())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(store.get("/v1/customers/first/entitlements", "If-None-Match", tags.getFirst())
                        .status())
                .isEqualTo(304);
    }

    @Test
    void givesAnotherETagWhenTimeAloneChangesTheAnswer() {
        stored.write(Stored.onTeam("tagged", "FI", Instant.parse("2027-02-01T00:00:00Z")));
        store.put("/v1/test-clock", "{\"now\":\"2027-01-31T23:00:00Z\"}");
        Answer before = store.get("/v1/customers/tagged/entitlements");
        store.put("/v1/test-clock", "{\"now\":\"2027-02-01T01:00:00Z\"}");
        Answer after = store.get("/v1/customers/tagged/entitlements", "If-None-Match", before.header("ETag"));
        store.delete("/v1/test-clock");

        assertThat(after.status()).isEqualTo(200);
        assertThat(after.json().get("version").asInt())
                .isEqualTo(before.json().get("version").asInt());
    }

    @Test
    void explainsTheWholeChainWithItsEvent() {
        Answer answer = store.get("/v1/customers/acme/entitlements/sso/explain");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode explained = answer.json();
        assertThat(explained.propertyNames()).containsExactly("decision", "layers", "facts");
        assertThat(explained.get("decision").get("hasAccess").asBoolean()).isTrue();
        JsonNode layer = explained.get("layers").get(0);
        assertThat(layer.propertyNames()).containsExactly("layer", "source", "before", "after", "won", "why");
        assertThat(explained.get("layers").toString()).contains("team@1");
        assertThat(explained.get("facts").get(0).propertyNames()).contains("kind", "ref");
    }

    @Test
    void answersABatchWithErrorsOfItsOwnForEachEntry() {
        Answer batch = store.post("/v1/checks", """
                {"checks":[
                  {"customer":"acme","feature":"sso"},
                  {"customer":"acme","feature":"seats","requested":6},
                  {"customer":"acme","feature":"teleport"},
                  {"customer":"nobody","feature":"sso"},
                  {"customer":"acme"},
                  {"customer":"acme","feature":"seats","requested":1e999999999},
                  null]}""");
        assertThat(batch.status()).as(batch.text()).isEqualTo(200);
        JsonNode checks = batch.json().get("checks");
        assertThat(checks).hasSize(7);
        assertThat(checks.get(0).get("hasAccess").asBoolean()).isTrue();
        assertThat(checks.get(1).get("reason").asString()).isEqualTo("REQUEST_EXCEEDS_LIMIT");
        assertThat(checks.get(2).get("code").asString()).isEqualTo("FEATURE_UNKNOWN");
        assertThat(checks.get(3).get("code").asString()).isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(checks.get(3).get("status").asInt()).isEqualTo(404);
        assertThat(checks.get(4).get("code").asString()).isEqualTo("INVALID_BODY");
        assertThat(checks.get(5).get("code").asString()).isEqualTo("INVALID_BODY");
        assertThat(checks.get(6).get("code").asString()).isEqualTo("INVALID_BODY");
    }

    @Test
    void takesTenThousandPairsAndNotOneMore() {
        String pair = "{\"customer\":\"acme\",\"feature\":\"sso\"}";
        String most = "{\"checks\":[" + String.join(",", java.util.Collections.nCopies(10_000, pair)) + "]}";
        assertThat(store.post("/v1/checks", most).json().get("checks")).hasSize(10_000);
        String more = "{\"checks\":[" + String.join(",", java.util.Collections.nCopies(10_001, pair)) + "]}";
        assertThat(store.post("/v1/checks", more).status()).isEqualTo(400);
        assertThat(store.post("/v1/checks", "{\"checks\":[]}").json().get("checks"))
                .isEmpty();
    }

    @Test
    void checksAFeatureThatWasPublishedAMomentAgo() {
        stored.write(Stored.onTeam("early", "FI", null));
        check("/v1/customers/early/entitlements/sso");
        String more = TestCatalog.YAML.replace(
                "  sso:          {",
                "  brand_new:    { name: Brand new, type: switch, default: true }\n  sso:          {");
        Answer published = store.post("/v1/catalog/publish", more, "Content-Type", "application/yaml");
        assertThat(published.status()).as(published.text()).isEqualTo(200);

        JsonNode check = check("/v1/customers/early/entitlements/brand_new");
        assertThat(check.get("hasAccess").asBoolean()).isTrue();
        assertThat(check.get("reason").asString()).isEqualTo("DEFAULT");
    }

    @Test
    @DisplayName("A customer's key is the application's own: any text, safe in a path and in SQL")
    void takesHostileCustomerKeys() {
        for (String key : List.of(
                "org/42",
                "Ærø ✓ 株式会社",
                "x'); drop table customer; --",
                "\u202Eevil",
                "a%2Fb",
                "50%",
                "a b+c",
                "user@example.com")) {
            String path = "/v1/customers/" + encoded(key);
            Answer put = store.put(path, "{\"name\":\"Hostile\"}");
            assertThat(put.status()).as(key + put.text()).isEqualTo(201);
            assertThat(store.get(path).json().get("key").asString()).isEqualTo(key);
            stored.write(Stored.onTeam(key, "FI", null));
            store.bean(EntitlementCache.class).noticed(new CustomerKey(key), 1);
            assertThat(check(path + "/entitlements/sso").get("customer").asString())
                    .isEqualTo(key);
        }
        assertThat(store.get("/v1/customers/" + "k".repeat(5_000) + "/entitlements/sso")
                        .code())
                .isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(store.put("/v1/customers/" + "k".repeat(256), "{}").status()).isEqualTo(400);
        assertThat(store.put("/v1/customers/a%00b", "{}").status()).isEqualTo(400);
        assertThat(store.get("/v1/customers/%20/entitlements/sso").code()).isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(store.get("/v1/customers?q=" + encoded("x'); drop")).json().get("data"))
                .hasSize(1);
    }

    private static String encoded(String key) {
        return java.net.URLEncoder.encode(key, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
