package dev.plumbline.entitlement.check.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.model.file.Catalogs;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** M19: features by plans and add-ons, in any market, on any term, at any time. */
class MatrixOverHttpTest {
    private static final String BEFORE = "&at=2026-11-21T00:00:00Z";
    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
        String shop = Catalogs.questionsText("shop.yaml").replace("name: Reports, ", "name: \"=SUM(A1),\\\"x\\\"\", ");
        Answer published = store.post("/v1/catalog/publish", shop, "Content-Type", "application/yaml");
        assertThat(published.status()).as(published.text()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static JsonNode matrix(String query) {
        Answer answer = store.get("/v1/catalog/matrix?" + query + BEFORE);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode cell(JsonNode matrix, String version, String feature) {
        return matrix.get("rows")
                .valueStream()
                .filter(row -> row.get("feature").asString().equals(feature))
                .findFirst()
                .orElseThrow()
                .get("cells")
                .get(version);
    }

    @Test
    void showsTheBaseWhereNothingIsNamed() {
        JsonNode base = matrix("");
        assertThat(base.get("columns")
                        .valueStream()
                        .map(column -> column.get("ref").asString()))
                .containsExactly("bronze@1", "gold@1", "silver@1", "silver@2");
        assertThat(base.get("columns").get(2).get("onSale").asBoolean()).isFalse();
        assertThat(base.get("terms").toString()).isEqualTo("[\"monthly\",\"yearly\"]");
        JsonNode payouts = cell(base, "gold@1", "bank_payouts");
        assertThat(payouts.get("hasAccess").asBoolean())
                .as("wherever it is to be had")
                .isTrue();
        assertThat(payouts.get("availability").toString()).isEqualTo("""
                        [{"market":"nordics","from":null,"until":null},\
                        {"market":"eea","from":"2026-12-01T05:00:00Z","until":null}]""");
        JsonNode invoices = cell(base, "silver@2", "invoices");
        assertThat(invoices.get("text").asString()).isEqualTo("200 a month");
        assertThat(invoices.get("variation").isNull()).isTrue();
        assertThat(invoices.get("otherwise").toString())
                .isEqualTo(
                        "[{\"variation\":\"yearly-bonus\",\"term\":\"yearly\",\"market\":null,\"text\":\"250 a month\"}]");
        assertThat(cell(base, "silver@2", "support").get("trial").asString()).isEqualTo("community");
    }

    @Test
    void marksTheVariationThatApplies() {
        JsonNode yearly = matrix("term=yearly");
        JsonNode invoices = cell(yearly, "silver@2", "invoices");
        assertThat(invoices.get("limit").asInt()).isEqualTo(250);
        assertThat(invoices.get("variation").asString()).isEqualTo("yearly-bonus");
        assertThat(invoices.get("source").asString()).isEqualTo("silver@2/yearly-bonus");
        assertThat(invoices.get("otherwise")).isEmpty();
        assertThat(yearly.get("columns").get(0).get("listPrices").toString())
                .isEqualTo("[{\"term\":\"yearly\",\"perMonth\":{\"amount\":750,\"currency\":\"EUR\"}}]");
    }

    @Test
    void listsWhatAddOnsAdd() {
        JsonNode matrix = matrix("market=nordics");
        JsonNode extra = matrix.get("addOns").get(0);
        assertThat(extra.get("ref").asString()).isEqualTo("extra_invoices@1");
        assertThat(extra.get("requires").toString()).isEqualTo("[\"gold\",\"silver\"]");
        assertThat(extra.get("max").asInt()).isEqualTo(10);
        assertThat(matrix.get("rows").toString())
                .contains("\"addOns\":{\"extra_invoices@1\":{\"text\":\"100 more each\"}}");
    }

    @Test
    @DisplayName("a market is all its countries: one that is sold to otherwise is named")
    void namesTheCountriesOfAMarketThatDiffer() {
        JsonNode invoicing = cell(matrix("market=nordics"), "gold@1", "e_invoicing");
        assertThat(invoicing.get("hasAccess").asBoolean()).isFalse();
        assertThat(invoicing.get("except").toString())
                .isEqualTo("[{\"countries\":[\"FI\"],\"text\":\"yes\",\"reason\":\"VARIATION\"}]");
        assertThat(cell(matrix("country=FI"), "gold@1", "e_invoicing")
                        .get("hasAccess")
                        .asBoolean())
                .isTrue();
        assertThat(cell(matrix("market=nordics&country=FI"), "gold@1", "e_invoicing")
                        .get("except"))
                .isEmpty();
    }

    @Test
    void looksIntoThePastAndTheFuture() {
        String path = "/v1/catalog/matrix?market=DE&at=";
        JsonNode then = store.get(path + "2026-12-01T05:00:00Z").json();
        assertThat(cell(then, "gold@1", "bank_payouts").get("hasAccess").asBoolean())
                .isTrue();
        JsonNode before = store.get(path + "2026-12-01T04:59:59Z").json();
        assertThat(cell(before, "gold@1", "bank_payouts").get("reason").asString())
                .isEqualTo("NOT_YET_AVAILABLE");
        JsonNode past = store.get(path + "2025-06-01T00:00:00Z").json();
        assertThat(past.get("columns")
                        .valueStream()
                        .filter(column -> column.get("onSale").asBoolean())
                        .map(column -> column.get("ref").asString()))
                .contains("silver@1")
                .doesNotContain("silver@2");
    }

    @Test
    @DisplayName("S-15 as CSV by RFC 4180, in which a name that looks like a formula is none")
    void isATableForSpreadsheets() {
        Answer csv = store.get("/v1/catalog/matrix?market=DE&term=yearly" + BEFORE, "Accept", "text/csv");
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).contains("matrix.csv");
        assertThat(csv.header("Vary")).contains("Accept");
        List<String> lines = List.of(csv.text().split("\r\n"));
        assertThat(csv.text()).endsWith("\r\n").doesNotContain("\n\n");
        assertThat(lines).hasSize(9);
        assertThat(lines.getFirst().replace("\"", ""))
                .isEqualTo(
                        "feature,name,type,bronze@1,gold@1,silver@1 (not on sale),silver@2,extra_invoices@1,manager@1");
        assertThat(lines).anyMatch(line -> line.contains("\"'=SUM(A1),\"\"x\"\"\""));
        assertThat(lines.stream().map(line -> line.replace("\"", "")))
                .contains("bank_payouts,Bank payouts,switch,no,no (from 2026-12-01T05:00Z),no,no,,");
    }

    @Test
    void namesWhatIsKnownWhenAskedForWhatIsNot() {
        for (String[] refused : new String[][] {
            {"market=atlantis", "[eea, finland, nordics]"},
            {"term=weekly", "[monthly, yearly]"},
            {"country=Finland", "ISO 3166-1"},
            {"market=nordics&country=DE", "[DK, FI, IS, NO, SE]"}
        }) {
            Answer answer = store.get("/v1/catalog/matrix?" + refused[0]);
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("INVALID_PARAMETER");
            assertThat(answer.json().get("detail").asString()).contains(refused[1]);
        }
    }
}
