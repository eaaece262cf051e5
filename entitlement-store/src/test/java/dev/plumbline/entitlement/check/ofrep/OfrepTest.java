package dev.plumbline.entitlement.check.ofrep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.Stored;
import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.record.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OFREP 0.3.0, with what real clients were seen to need: a value and a body, always. */
class OfrepTest {
    private static final String ALL = "/ofrep/v1/evaluate/flags";
    private static final String ACME =
            "{\"context\":{\"targetingKey\":\"acme\",\"email\":\"user@example.com\",\"n\":{\"m\":[1]}}}";
    private static final Path SAMPLES = Path.of("../../shared/samples/ofrep");
    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start(
                "spring.mvc.problemdetails.enabled=true", // as the service does
                "plumbline.ofrep.customer-attribute=organisation",
                "plumbline.ofrep.cors-origins=https://app.example.com");
        store.post("/v1/catalog/publish", TestCatalog.YAML, "Content-Type", "application/yaml");
        new Stored(store.jdbc(), store.bean(Models.class)).write(Stored.onTeam("acme", "FI", null));
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static JsonNode flag(String key) {
        Answer answer = store.post(ALL + "/" + key, ACME);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void answersAccessWithABooleanAndTheWhyInMetadata() {
        JsonNode flag = flag("sso");
        assertThat(flag.get("key").asString()).isEqualTo("sso");
        assertThat(flag.get("value").asBoolean()).isTrue();
        assertThat(flag.get("value").isBoolean()).isTrue();
        assertThat(flag.get("reason").asString()).isEqualTo("TARGETING_MATCH");
        assertThat(flag.get("variant").asString()).isEqualTo("on");
        JsonNode metadata = flag.get("metadata");
        assertThat(metadata.get("reason").asString()).isEqualTo("PLAN");
        assertThat(metadata.get("source").asString()).isEqualTo("team@1");
        assertThat(metadata.get("version").asInt()).isEqualTo(1);
        metadata.forEach(
                scalar -> assertThat(scalar.isValueNode() && !scalar.isNull()).isTrue());
    }

    @Test
    void answersNumbersAsIntegersWhereThirtyTwoBitsHoldThem() {
        assertThat(flag("seats.limit").get("value").isInt()).isTrue();
        assertThat(flag("seats.limit").get("value").asInt()).isEqualTo(5);
        assertThat(flag("invoices.limit").get("value").asInt()).isEqualTo(300);
        assertThat(flag("invoices.remaining").get("value").asInt()).isEqualTo(300);
        assertThat(flag("storage.limit").get("value").toString())
                .isIn("{\"limit\":5000000000,\"unlimited\":false}", "{\"unlimited\":false,\"limit\":5000000000}");
        assertThat(flag("projects.limit").get("value").toString()).isEqualTo("{\"unlimited\":true}");
    }

    @Test
    void answersLevelsAndDetails() {
        assertThat(flag("support.level").get("value").asString()).isEqualTo("email");
        JsonNode details = flag("invoices.details").get("value");
        assertThat(details.get("limit").asInt()).isEqualTo(300);
        assertThat(details.get("windowStart").asString()).endsWith("T00:00:00Z");
    }

    @Test
    void doesNotKnowAspectsThatAFeatureHasNot() {
        for (String key : Set.of(
                "teleport",
                "sso.limit",
                "sso.level",
                "seats.remaining",
                "support.limit",
                "sso.colour",
                ".limit",
                "%20")) {
            Answer answer = store.post(ALL + "/" + key, ACME);
            assertThat(answer.status()).as(key).isEqualTo(404);
            assertThat(answer.json().get("errorCode").asString()).isEqualTo("FLAG_NOT_FOUND");
            assertThat(answer.json().has("key")).isTrue();
        }
    }

    @Test
    void saysWhatIsWrongWithAContextInABody() {
        refuses("{\"context\":{}}", "TARGETING_KEY_MISSING");
        refuses("{\"context\":{\"targetingKey\":\"\"}}", "TARGETING_KEY_MISSING");
        refuses("{\"context\":{\"targetingKey\":7}}", "TARGETING_KEY_MISSING");
        refuses("{}", "INVALID_CONTEXT");
        refuses("{\"context\":[]}", "INVALID_CONTEXT");
        refuses("{\"context\":{\"targetingKey\":\"nobody\"}}", "INVALID_CONTEXT");
        refuses("[]", "PARSE_ERROR");
        refuses("{", "PARSE_ERROR");
        refuses("", "PARSE_ERROR");
    }

    private static void refuses(String body, String code) {
        for (String path : Set.of(ALL, ALL + "/sso")) {
            Answer answer = store.post(path, body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().get("errorCode").asString())
                    .as(body + answer.text())
                    .isEqualTo(code);
            assertThat(answer.json().get("errorDetails").asString()).isNotBlank();
            assertThat(answer.json().has("key")).isEqualTo(path.endsWith("/sso"));
        }
    }

    @Test
    void answersAForeignMediaTypeAsABodyItCannotRead() {
        for (String path : Set.of(ALL, ALL + "/sso")) {
            Answer answer = store.post(path, ACME, "Content-Type", "text/plain");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            assertThat(answer.json().get("errorCode").asString()).isEqualTo("PARSE_ERROR");
            assertThat(answer.json().has("key")).isEqualTo(path.endsWith("/sso"));
        }
    }

    @Test
    void answersAllFlagsAtOnceAndNotAgainWhenNothingChanged() {
        Answer all = store.post(ALL, ACME);
        assertThat(all.status()).isEqualTo(200);
        var keys = new TreeSet<String>();
        all.json().get("flags").forEach(flag -> {
            keys.add(flag.get("key").asString());
            assertThat(flag.has("value") && !flag.get("value").isNull()).isTrue();
        });
        assertThat(keys)
                .contains("sso", "sso.details", "seats.limit", "invoices.remaining", "support.level")
                .doesNotContain("sso.limit");
        assertThat(all.header("ETag")).isNotBlank();

        Answer same = store.post(ALL, ACME, "If-None-Match", all.header("ETag"));
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("ETag")).isEqualTo(all.header("ETag"));
        assertThat(store.post(ALL, ACME, "If-None-Match", "\"other\", " + all.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(store.post(ALL, ACME, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("OFREP asks for all customers under one URL: the tag of one never stands for the flags of another")
    void answersACustomerInFullWhoseCallerHoldsTheTagOfAnother() {
        new Stored(store.jdbc(), store.bean(Models.class)).write(Stored.ended("globex"));
        String acme = store.post(ALL, ACME).header("ETag");
        Answer globex = store.post(ALL, ACME.replace("acme", "globex"), "If-None-Match", acme);
        assertThat(globex.status()).isEqualTo(200);
        assertThat(globex.header("ETag")).startsWith("W/\"1-").isNotEqualTo(acme);
    }

    @Test
    void letsAConfiguredAttributeNameTheCustomerWhereTheTargetIsAUser() {
        Answer answer =
                store.post(ALL + "/sso", "{\"context\":{\"targetingKey\":\"user-7\",\"organisation\":\"acme\"}}");
        assertThat(answer.json().get("value").asBoolean()).isTrue();
    }

    @Test
    @DisplayName("An empty 401 reads as a parse error in clients: it has a body too")
    void hasABodyForThoseWithoutAKey() {
        Answer nobody = store.post(ALL + "/sso", ACME, "Authorization", "");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("Content-Type")).startsWith("application/json");
        assertThat(nobody.json().get("key").asString()).isEqualTo("sso");
        assertThat(nobody.json().get("errorDetails").asString()).contains("API key");
        assertThat(store.get(ALL).status()).isEqualTo(405);
        assertThat(store.get(ALL).json().has("errorDetails")).isTrue();
    }

    @Test
    void letsConfiguredPagesAskFromTheBrowserAndSeeTheETag() {
        Answer preflight = store.send(
                "OPTIONS",
                ALL,
                null,
                "Authorization",
                "",
                "Origin",
                "https://app.example.com",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type");
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
        Answer all = store.post(ALL, ACME, "Origin", "https://app.example.com");
        assertThat(all.header("Access-Control-Expose-Headers")).contains("ETag");
        assertThat(store.post(ALL, ACME, "Origin", "https://evil.example.com").status())
                .isEqualTo(403);
        assertThat(store.get("/v1/customers", "Origin", "https://app.example.com")
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void hasTheShapesOfTheProtocolsOwnExamples() throws IOException {
        assumeTrue(
                Files.isDirectory(SAMPLES), "no samples at " + SAMPLES.toAbsolutePath() + ": shapes are not compared");
        JsonNode request = sample("single.request.json");
        Answer unknown = store.post(ALL + "/discount-banner", request.toString());
        assertThat(unknown.json().propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        sample("single.response.400.json").propertyNames());
        Answer missing = store.post(ALL + "/non-existent-flag", ACME);
        assertThat(missing.json().propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        sample("single.response.404.json").propertyNames());
        assertThat(flag("sso").propertyNames())
                .containsAll(sample("single.response.200.json").propertyNames());
        assertThat(types(flag("sso"))).containsAllEntriesOf(types(sample("single.response.200.json")));
        Answer bulk = store.post(ALL, sample("bulk.request.json").toString());
        assertThat(bulk.json().propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        sample("bulk.response.400.json").propertyNames());
        JsonNode all = store.post(ALL, ACME).json();
        assertThat(sample("bulk.response.200.json").propertyNames()).containsAll(all.propertyNames());
    }

    private static Map<String, String> types(JsonNode object) {
        var types = new HashMap<String, String>();
        object.properties()
                .forEach(field ->
                        types.put(field.getKey(), field.getValue().getNodeType().name()));
        return types;
    }

    private static JsonNode sample(String name) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(Files.readString(
                        SAMPLES.resolve("open-feature-protocol").resolve(name)));
    }
}
