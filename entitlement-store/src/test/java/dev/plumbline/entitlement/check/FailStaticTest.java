package dev.plumbline.entitlement.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.TestDatabase;
import dev.plumbline.entitlement.record.Models;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The database is away: what is held goes on answering, and everything else says 503. */
class FailStaticTest {
    @Test
    @Timeout(300)
    @DisplayName(
            "S-24 no path grants on error; a cached check still answers while the database is away, and says how stale it is;"
                    + " what cannot be undone is denied then")
    void answersFromMemoryWhileTheDatabaseIsAway() {
        String url = TestDatabase.freshUrl();
        try (RunningStore store = RunningStore.startOn(url, "plumbline.check.irreversible-within=PT0.2S")) {
            store.post(
                    "/v1/catalog/publish",
                    TestCatalog.YAML.replace("bank_payouts: { ", "bank_payouts: { irreversible: true, "),
                    "Content-Type",
                    "application/yaml");
            new Stored(store.jdbc(), store.bean(Models.class)).write(Stored.onTeam("acme", "FI", null));
            String key = store.post("/v1/api-keys", "{\"name\":\"app\",\"scopes\":[\"check\"]}")
                    .json()
                    .get("secret")
                    .asString();
            String check = "/v1/customers/acme/entitlements/sso";
            assertThat(store.get(check, "Authorization", "Bearer " + key).status())
                    .isEqualTo(200);
            String payouts = "/v1/customers/acme/entitlements/bank_payouts";
            assertThat(store.get(payouts + "?consistency=strict", "Authorization", "Bearer " + key)
                            .json()
                            .path("hasAccess")
                            .asBoolean())
                    .isTrue();

            TestDatabase.cutOff(url);
            for (int i = 0; i < 20; i++) {
                Answer held = store.get(check, "Authorization", "Bearer " + key);
                assertThat(held.status()).as(held.text()).isEqualTo(200);
                assertThat(held.json().get("hasAccess").asBoolean()).isTrue();
                assertThat(Duration.parse(held.json().get("staleness").asString()))
                        .isPositive();
            }
            Awaitility.await("what cannot be undone is not allowed on old knowledge (03)")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> {
                        JsonNode denied = store.get(payouts, "Authorization", "Bearer " + key)
                                .json();
                        assertThat(denied.path("hasAccess").asBoolean()).isFalse();
                        assertThat(denied.path("reason").asString()).isEqualTo("DEGRADED_MODE");
                        assertThat(denied.path("mode").asString()).isEqualTo("degraded");
                    });
            assertThat(store.get(payouts + "?at=2199-01-01T00:00:00Z", "Authorization", "Bearer " + key)
                            .json()
                            .path("reason")
                            .asString())
                    .as("what is asked about another time is told, not allowed")
                    .isEqualTo("PLAN");
            refuses(store.get(check + "?consistency=strict"));
            refuses(store.get(check + "?maxAge=PT0S"));
            refuses(store.get("/v1/customers/other/entitlements/sso"));
            refuses(store.get("/v1/customers"));
            refuses(store.get(check, "Authorization", "Bearer plk_never_seen_before"));
            refuses(store.put("/v1/customers/new", "{}"));
            refuses(store.put("/v1/customers/new", "{}", "Idempotency-Key", "once"));

            TestDatabase.letIn(url);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(
                                    store.get(check + "?consistency=strict").status())
                            .isEqualTo(200));
        }
    }

    private static void refuses(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("DATABASE_UNAVAILABLE");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
}
