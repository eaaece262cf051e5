package dev.plumbline.simulated.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.Shop;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {
    private final Shop shop = new Shop(5);

    @ParameterizedTest
    @CsvSource({
        "/v1/customers/cus_none, 404, resource_missing",
        "/v1/subscriptions?customer=cus_none, 400, resource_missing",
        "/v1/subscriptions?starting_after=sub_none, 400, resource_missing",
        "/v1/subscriptions?limit=101, 400, parameter_invalid_integer",
        "/v1/subscriptions?limit=x, 400, parameter_invalid_integer",
        "/v1/subscriptions?updated=1, 400, parameter_unknown",
        "/v1/subscription_items, 400, parameter_missing",
        "/v1/nothing, 404, ''",
        "/v1/customers/cus_acme/sources, 404, ''",
        "/, 404, ''"
    })
    void saysNoInStripesWords(String request, int status, String code) {
        Answer answer = shop.get(request);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/error/code").asString("")).isEqualTo(code);
        assertThat(answer.json().at("/error/message").asString()).isNotEmpty();
        assertThat(answer.json().at("/error/type").asString()).isEqualTo("invalid_request_error");
    }

    @Test
    @DisplayName("F-8 a deleted customer is a stub with 200, a vanished one is 404")
    void tellsDeletedFromNeverThere() {
        shop.stripe.customers().delete(Shop.ACME);
        Answer stub = shop.get("/v1/customers/cus_acme");
        assertThat(stub.status()).isEqualTo(200);
        assertThat(stub.body()).isEqualTo("""
                {
                  "id": "cus_acme",
                  "object": "customer",
                  "deleted": true
                }""");
    }

    @Test
    void knowsNothingOfTheVanished() {
        shop.subscribe("team_monthly");
        shop.stripe.customers().vanish(Shop.ACME);
        assertThat(shop.get("/v1/customers/cus_acme").status()).isEqualTo(404);
        assertThat(shop.walk("/v1/subscriptions?status=all", 10)).isEmpty();
    }

    @Test
    @DisplayName("F-74 a wrong key is 401")
    void refusesAWrongKey() {
        assertThat(shop.api
                        .answer("GET", "/v1/customers", null, Map.of("Authorization", "Bearer rk_other"))
                        .status())
                .isEqualTo(401);
        assertThat(shop.api.answer("GET", "/v1/customers", null, Map.of()).status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("S-20 an attempt to write is refused and remembered")
    void remembersWrites() {
        shop.get("/v1/customers");
        assertThat(shop.api.log().writes()).isEmpty();

        Answer refused = shop.api.answer(
                "POST", "/v1/customers/cus_acme", "name=x", Map.of("Authorization", "Bearer " + Shop.KEY));

        assertThat(refused.status()).isEqualTo(405);
        assertThat(shop.api.log().writes())
                .singleElement()
                .isEqualTo(
                        new RecordedRequest(shop.stripe.clockTime(), "POST", "/v1/customers/cus_acme", "name=x", 405));
        assertThat(shop.api.log().count()).isEqualTo(2);
        assertThat(shop.api.log().to("/v1/customers/")).hasSize(1);
    }
}
