package dev.plumbline.sync.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.demo.DemoCompany;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /v1/catalog/pull} over real HTTP, from a simulated Stripe, into a real database. */
class PullTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String DEFAULT = "{\"provider\":\"stripe\",\"account\":\"default\"}";

    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = started(false);
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    private static RunningPlumbline started(boolean published) {
        return RunningPlumbline.start(options -> options.with("plumbline.catalog.publish", published));
    }

    @Test
    @DisplayName(
            "The first draft is published as it is; who buys has what it says; pulled again there is nothing to add")
    void isPublishedAsItIs() {
        plumbline.stripe().catalogue().createProduct("prod_team", "Team\n--- \"gold\" 🚢");
        plumbline.stripe().catalogue().updateProduct("prod_team", product -> product.billedBy("seat"));
        plumbline.stripe().catalogue().createFeature("feat_1", "sso", "Single: sign-on");
        plumbline.stripe().catalogue().attach("prod_team", "feat_1");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly"));

        HttpResponse<String> draft = pull(DEFAULT);
        assertThat(draft.statusCode()).isEqualTo(200);
        assertThat(draft.headers().firstValue("Content-Type")).hasValue("application/yaml;charset=UTF-8");
        assertThat(draft.headers().firstValue(PullController.ADDED)).hasValue("1");
        assertThat(draft.body()).doesNotContain("rk_test_key").doesNotContain(RunningPlumbline.SECRET);
        assertThat(publish(draft.body())).isEqualTo(200);

        plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named("Acme").withId("cus_acme").in("DK"), Line.of("price_t", 7))
                .events()
                .forEach(plumbline::deliver);
        plumbline.comeToRest();
        assertThat(plumbline.check("cus_acme", "sso").path("hasAccess").asBoolean())
                .isTrue();
        assertThat(plumbline.check("cus_acme", "seat").path("limit").asInt()).isEqualTo(7);

        HttpResponse<String> again = pull(DEFAULT);
        assertThat(again.body()).isEqualTo(draft.body());
        assertThat(again.headers().firstValue(PullController.ADDED)).hasValue("0");
    }

    @Test
    @DisplayName(
            "Beside the demo company's catalog only its one unmapped price is drafted, and that too can be published")
    void addsToWhatIsPublished() {
        try (RunningPlumbline demo = started(true)) {
            DemoCompany.found(demo.stripe(), 42);
            String before = demo.send(demo.request("/v1/catalog")
                            .header("Accept", "application/yaml")
                            .build())
                    .body();

            HttpResponse<String> draft = demo.post("/v1/catalog/pull", "application/json", "{\"provider\":\"stripe\"}");

            assertThat(draft.headers().firstValue(PullController.ADDED)).hasValue("1");
            assertThat(draft.body()).contains("price_legacy_special").contains("harbor_special_before_2025:");
            assertThat(draft.body().lines().count() - before.lines().count()).isEqualTo(10);
            assertThat(demo.post("/v1/catalog/publish", "application/yaml", draft.body())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"stripe, other", "recurly, default", "' ', default", "Stripe, default", "stripe, ../default"})
    void namesTheConfiguredAccounts(String provider, String account) {
        HttpResponse<String> answer = pull("{\"provider\":\"%s\",\"account\":\"%s\"}".formatted(provider, account));
        JsonNode problem = JSON.readTree(answer.body());

        if (provider.isBlank()) {
            assertThat(problem.path("code").asString()).isEqualTo("INVALID_BODY");
            return;
        }
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(problem.path("code").asString()).isEqualTo("ACCOUNT_UNKNOWN");
        assertThat(problem.path("detail").asString()).contains("stripe/default");
    }

    @Test
    @DisplayName("F-21 a billing system that is down: 503 with when to come again, and nothing half-drafted")
    void saysWhenTheProviderIsDown() {
        plumbline.comeToRest(); // or the catalogue pass would be the one to meet it
        plumbline.api().nextTo("/v1/prices", new Trouble.ServerError(503));

        HttpResponse<String> answer = pull(DEFAULT);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("code").asString()).isEqualTo("BILLING_UNAVAILABLE");
        assertThat(problem.path("cause").asString()).isEqualTo("UNREACHABLE");
        assertThat(problem.path("detail").asString()).contains("stripe/default").doesNotContain("rk_test_key");
    }

    @ParameterizedTest
    @CsvSource({"read, 403", "check, 403", "finance, 403", "write, 200"})
    @DisplayName("S-8 a draft takes the scope that publishing takes")
    void takesTheScopeWrite(String scope, int status) {
        HttpResponse<String> made = plumbline.post(
                "/v1/api-keys", "application/json", "{\"name\":\"%s\",\"scopes\":[\"%s\"]}".formatted(scope, scope));
        String key = JSON.readTree(made.body()).path("secret").asString();

        assertThat(plumbline
                        .send(request().header("Authorization", "Bearer " + key).build())
                        .statusCode())
                .isEqualTo(status);
        assertThat(plumbline.send(request().build()).statusCode()).isEqualTo(401);
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(plumbline.uri("/v1/catalog/pull"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(DEFAULT));
    }

    private HttpResponse<String> pull(String body) {
        return plumbline.post("/v1/catalog/pull", "application/json", body);
    }

    private int publish(String yaml) {
        return plumbline.post("/v1/catalog/publish", "application/yaml", yaml).statusCode();
    }
}
