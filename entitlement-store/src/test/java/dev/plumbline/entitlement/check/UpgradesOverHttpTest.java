package dev.plumbline.entitlement.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.model.file.Catalogs;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.resolve.ACustomer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** M19 over HTTP: the shape of the answer, and what is refused. What is offered: UpgradesTest and the questions. */
class UpgradesOverHttpTest {
    private static final String PATH = "/v1/customers/acme/upgrades?feature=";
    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
        store.post("/v1/catalog/publish", Catalogs.questionsText("shop.yaml"), "Content-Type", "application/yaml");
        new Stored(store.jdbc(), store.bean(Models.class))
                .write(ACustomer.aCustomer().in("FI").on("silver@2").facts());
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    @Test
    void answerWithAllFields() {
        Answer answer = store.get(PATH + "invoices&requested=450");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode upgrades = answer.json();
        assertThat(upgrades.propertyNames())
                .containsExactlyInAnyOrder(
                        "customer",
                        "feature",
                        "type",
                        "country",
                        "requested",
                        "wantedLevel",
                        "version",
                        "asOf",
                        "now",
                        "why",
                        "data",
                        "nextCursor");
        assertThat(upgrades.get("country").asString()).isEqualTo("FI");
        assertThat(upgrades.get("now").get("reason").asString()).isEqualTo("REQUEST_EXCEEDS_LIMIT");
        JsonNode offer = upgrades.get("data").get(0);
        assertThat(offer.toString()).isEqualTo("""
                {"kind":"add-on","ref":"extra_invoices@1","key":"extra_invoices","version":1,"name":"Extra invoices",\
                "term":"monthly","count":3,"rank":20,"beside":"silver@2","withPlan":false,"planTerm":null,\
                "listPricePerMonth":{"amount":3000,"currency":"EUR"},\
                "from":{"hasAccess":false,"limit":200,"unlimited":false,"level":null,"reason":"REQUEST_EXCEEDS_LIMIT",\
                "source":{"kind":"plan","ref":"silver@2"},"value":"200 a month"},\
                "to":{"hasAccess":true,"limit":500,"unlimited":false,"level":null,"reason":"ADDON",\
                "source":{"kind":"addon","ref":"extra_invoices@1"},"value":"500 a month"},\
                "why":"3 × Extra invoices 1, monthly, beside Silver 2: 500 invoices a month (now 200 a month)"}""");
    }

    @Test
    void followTheCountryAndTheTimeThatAreNamed() {
        assertThat(store.get(PATH + "bank_payouts&country=DE&at=2026-11-30T00:00:00Z")
                        .json()
                        .get("data"))
                .isEmpty();
        assertThat(store.get(PATH + "bank_payouts&country=DE&at=2026-12-01T05:00:00Z")
                        .json()
                        .get("data"))
                .hasSize(2);
    }

    @Test
    @DisplayName("an application asks with the key it checks with")
    void takeTheScopeOfAChecker() {
        for (String scope : new String[] {"check", "read"}) {
            String secret = store.post("/v1/api-keys", "{\"name\":\"%s\",\"scopes\":[\"%s\"]}".formatted(scope, scope))
                    .json()
                    .get("secret")
                    .asString();
            assertThat(store.get(PATH + "sso", "Authorization", "Bearer " + secret)
                            .status())
                    .as(scope)
                    .isEqualTo(scope.equals("check") ? 200 : 403);
        }
        assertThat(store.get(PATH + "sso", "Authorization", "").status()).isEqualTo(401);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("/v1/customers/nobody/upgrades?feature=sso", 404, "CUSTOMER_UNKNOWN"),
                arguments(PATH + "teleport", 404, "FEATURE_UNKNOWN"),
                arguments(PATH + "NOT%20A%20KEY", 404, "FEATURE_UNKNOWN"),
                arguments("/v1/customers/acme/upgrades", 400, "INVALID_PARAMETER"),
                arguments(PATH + "support&level=royal", 400, "INVALID_PARAMETER"),
                arguments(PATH + "seats&requested=0", 400, "INVALID_PARAMETER"),
                arguments(PATH + "seats&requested=1e999999", 400, "INVALID_PARAMETER"),
                arguments(PATH + "sso&country=Finland", 400, "INVALID_PARAMETER"),
                arguments(PATH + "sso&at=1000-01-01T00:00:00Z", 400, "INVALID_PARAMETER"),
                arguments(PATH + "sso&at=tomorrow", 400, "PARAMETER_MALFORMED"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refuse(String path, int status, String code) {
        Answer answer = store.get(path);
        assertThat(answer.status() + " " + answer.code()).as(answer.text()).isEqualTo(status + " " + code);
    }

    @Test
    void bearTheLargestNumberThatMayBeAsked() {
        Answer answer = store.get(PATH + "invoices&requested=999999999999999999");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("data")).isEmpty();
    }

    @Test
    @DisplayName("A customer beside itself on another plan: gained, lost, more and less, feature by feature")
    void compareWithAnotherPlan() {
        JsonNode gold = store.get("/v1/customers/acme/comparison?plan=gold@1").json();
        assertThat(gold.get("plan").asString()).isEqualTo("gold@1");
        assertThat(gold.get("onSale").asBoolean()).isTrue();
        assertThat(gold.get("data").toString()).contains("\"feature\":\"sso\"", "\"change\":\"gained\"");
        for (String wrong :
                java.util.List.of("plan=gold@9", "plan=nothing@1", "plan=gold", "plan=gold@1&term=weekly")) {
            Answer refused = store.get("/v1/customers/acme/comparison?" + wrong);
            assertThat(refused.status()).as(wrong + refused.text()).isEqualTo(400);
        }
        assertThat(store.get("/v1/customers/nobody/comparison?plan=gold@1").status())
                .isEqualTo(404);
    }
}
