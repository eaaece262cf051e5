package dev.plumbline.entitlement.check.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.check.TestCatalog;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** One model from nothing to its second revision, in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CatalogOverHttpTest {
    private static final String[] YAML = {"Content-Type", "application/yaml"};
    private static final String SECOND = TestCatalog.YAML.replace(
            "sso:          { name: Single sign-on, ", "sso:          { name: One sign-on for all, ");
    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @Test
    @Order(1)
    void saysThatNothingIsPublishedYet() {
        assertThat(store.get("/v1/catalog").code()).isEqualTo("NOTHING_PUBLISHED");
        assertThat(store.get("/v1/catalog/matrix").code()).isEqualTo("NOTHING_PUBLISHED");
        store.put("/v1/customers/early", "{}");
        assertThat(store.get("/v1/customers/early/entitlements/sso").code()).isEqualTo("FEATURE_UNKNOWN");
        assertThat(store.get("/v1/customers/early/entitlements").json().get("data"))
                .isEmpty();
    }

    @Test
    @Order(2)
    void namesEveryProblemWithItsPlace() {
        for (String path : new String[] {"/v1/catalog/validate", "/v1/catalog/publish"}) {
            Answer invalid = store.post(path, TestCatalog.YAML.replace("type: switch }", "type: lever }"), YAML);
            assertThat(invalid.status()).as(invalid.text()).isEqualTo(422);
            assertThat(invalid.code()).isEqualTo("CATALOG_INVALID");
            JsonNode error = invalid.json().get("errors").get(0);
            assertThat(error.propertyNames()).containsExactlyInAnyOrder("pointer", "line", "column", "code", "detail");
            assertThat(error.get("line").asInt()).isPositive();
        }
        assertThat(store.post("/v1/catalog/validate", "a: [", YAML).status()).isEqualTo(422);
        assertThat(store.post("/v1/catalog/validate", "", YAML).status()).isIn(400, 422);
        assertThat(store.get("/v1/catalog").status()).isEqualTo(404);
    }

    @Test
    @Order(3)
    void validatesWithoutPublishing() {
        Answer valid = store.post("/v1/catalog/validate", TestCatalog.YAML, YAML);
        assertThat(valid.status()).as(valid.text()).isEqualTo(200);
        assertThat(valid.json().get("valid").asBoolean()).isTrue();
        assertThat(valid.json().get("base").isNull()).isTrue();
        assertThat(valid.json().get("cautions").toString()).doesNotContain("nowhere");
        Answer slip = store.post(
                "/v1/catalog/validate",
                TestCatalog.YAML.replaceFirst(
                        "(?m)^features:$", "features:\n  nowhere: { name: Nowhere, type: switch }"),
                YAML);
        assertThat(slip.json().get("cautions").toString())
                .contains("{\"code\":\"FEATURE_NOT_GIVEN\",\"ref\":\"nowhere\",");
        assertThat(store.get("/v1/catalog").status()).isEqualTo(404);
    }

    @Test
    @Order(4)
    void publishesOnceAndThenSaysItIsUnchanged() {
        Answer first = store.post("/v1/catalog/publish", TestCatalog.YAML, YAML);
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().get("revision").asInt()).isEqualTo(1);
        assertThat(first.json().get("unchanged").asBoolean()).isFalse();
        assertThat(first.header("ETag")).isEqualTo("\"1\"");
        Answer again = store.post("/v1/catalog/publish", TestCatalog.YAML + "# a remark\n", YAML);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("unchanged").asBoolean()).isTrue();
        assertThat(again.json().get("revision").asInt()).isEqualTo(1);
    }

    @Test
    @Order(5)
    void showsTheFileOrWhatIsInIt() {
        Answer file = store.get("/v1/catalog", "Accept", "application/yaml");
        assertThat(file.text()).isEqualTo(TestCatalog.YAML);
        assertThat(file.header("Content-Type")).startsWith("application/yaml");
        Answer summary = store.get("/v1/catalog");
        assertThat(summary.json().get("revision").asInt()).isEqualTo(1);
        assertThat(summary.json().get("features")).hasSize(7);
        assertThat(summary.json()
                        .get("plans")
                        .get(0)
                        .get("versions")
                        .get(0)
                        .get("ref")
                        .asString())
                .isEqualTo("team@1");
        assertThat(store.get("/v1/catalog", "If-None-Match", "\"1\"").status()).isEqualTo(304);
    }

    @Test
    @Order(6)
    void refusesAnEditOfWhatIsFrozen() {
        Answer frozen = store.post("/v1/catalog/publish", TestCatalog.YAML.replace("seats:    5", "seats:    4"), YAML);
        assertThat(frozen.status()).as(frozen.text()).isEqualTo(409);
        assertThat(frozen.code()).isEqualTo("FROZEN_VERSION_CHANGED");
        assertThat(frozen.json().get("errors").get(0).get("line").asInt()).isPositive();
    }

    /** It was a 500: a year that neither calendars nor PostgreSQL have. */
    @Test
    @Order(6)
    @DisplayName("S-28 an instant that no calendar has is refused by name")
    void refusesInstantsBeyondReason() {
        for (String path : List.of("/v1/catalog/publish?effectiveAt=", "/v1/catalog/plan?effectiveAt=")) {
            for (String instant : List.of("%2B1000000000-12-31T23:59:59Z", "9999-12-31T23:59:59Z")) {
                Answer refused = store.post(path + instant, SECOND, YAML);
                assertThat(refused.status()).as(path + instant).isEqualTo(400);
                assertThat(refused.json().at("/errors/0/parameter").asString()).isEqualTo("effectiveAt");
            }
        }
        assertThat(store.get("/v1/catalog?at=%2B1000000000-12-31T23:59:59Z").status())
                .isEqualTo(400);
    }

    @Test
    @Order(7)
    void refusesAFileMadeOnAnOlderBase() {
        Answer second =
                store.post("/v1/catalog/publish", SECOND, "Content-Type", "application/yaml", "If-Match", "\"1\"");
        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(second.json().get("revision").asInt()).isEqualTo(2);
        Answer stale = store.post(
                "/v1/catalog/publish", TestCatalog.YAML, "Content-Type", "application/yaml", "If-Match", "\"1\"");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.code()).isEqualTo("STALE_BASE");
        assertThat(stale.json().get("revision").asInt()).isEqualTo(2);
        assertThat(stale.json().get("detail").asString())
                .as("it says how to mend it")
                .contains("GET /v1/catalog", "If-Match");
        assertThat(store.get("/v1/catalog").json().get("revision").asInt()).isEqualTo(2);
    }

    @Test
    @Order(8)
    void showsWhatEachPlanVersionGivesInAMarket() {
        JsonNode nordics =
                store.get("/v1/catalog/matrix?market=nordics&term=monthly").json();
        assertThat(nordics.get("columns").get(0).get("ref").asString()).isEqualTo("team@1");
        assertThat(cell(nordics, "bank_payouts").get("hasAccess").asBoolean()).isTrue();
        assertThat(cell(nordics, "seats").get("limit").asInt()).isEqualTo(5);
        assertThat(cell(nordics, "projects").get("unlimited").asBoolean()).isTrue();
        JsonNode germany = store.get("/v1/catalog/matrix?market=DE").json();
        assertThat(cell(germany, "bank_payouts").get("reason").asString()).isEqualTo("NOT_AVAILABLE_IN_MARKET");
    }

    private static JsonNode cell(JsonNode matrix, String feature) {
        for (JsonNode row : matrix.get("rows")) {
            if (row.get("feature").asString().equals(feature)) {
                return row.get("cells").get("team@1");
            }
        }
        throw new AssertionError("No row " + feature);
    }

    @Test
    @Order(9)
    void refusesFilesThatAreTooLarge() {
        Answer large = store.post("/v1/catalog/publish", "#".repeat(5 * 1024 * 1024 + 1), YAML);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.code()).isEqualTo("TOO_LARGE");
    }
}
