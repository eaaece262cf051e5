package dev.plumbline.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Start;
import dev.plumbline.sync.support.PlumblineProcess;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real jar, dead in the middle of a run, three times, at the worst moments. */
class KilledReconcileIT {
    private static final String KEY = "kill-test-key-0123456789-0123456789-01234";
    private static final int CUSTOMERS = 230;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final SimulatedStripe stripe = new SimulatedStripe(InstantSource.system(), 5, Settings.testMode());

    @Test
    @DisplayName(
            "F-70: dead between two pages, inside the comparison, inside a look: it goes on by itself, and its totals are those of a run that nobody killed")
    void comesToTheSameEnd() throws Exception {
        stripe.catalogue().createProduct("prod_team", "Team");
        stripe.catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        for (int i = 0; i < CUSTOMERS; i++) {
            String customer = "cus_" + i;
            stripe.customers().create(NewCustomer.named("C").withId(customer).in("FI"));
            stripe.silently(() -> stripe.subscriptions().start(customer, Start.now(), List.of(Line.of("price_t", 3))));
        }
        try (SimulatedStripeServer billing =
                SimulatedStripeServer.start(new SimulatedApi(stripe, "rk_test_kill", 5), 0)) {
            PlumblineProcess jar = new PlumblineProcess(folder)
                    .with("PLUMBLINE_DEMO", "false")
                    .with("PLUMBLINE_BOOTSTRAP_KEY", KEY)
                    .with("PLUMBLINE_CATALOG", "classpath:demo/harbor.yaml")
                    .with("PLUMBLINE_CATALOG_PUBLISH", "true")
                    .with("PLUMBLINE_RECONCILE_CRON", "-")
                    .with("PLUMBLINE_RECONCILE_LEASE", "PT2S")
                    .with("PLUMBLINE_STRIPE_DEFAULT_API_KEY", "rk_test_kill")
                    .with("PLUMBLINE_STRIPE_DEFAULT_API_BASE", billing.base().toString())
                    .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", "whsec_kill")
                    .with("PLUMBLINE_STRIPE_DEFAULT_REQUESTS_PER_SECOND", "500");
            jar.start("-Dplumbline.halt=AFTER_LISTED_PAGE");
            assertThat(send(jar, "POST", "/v1/reconciliations", "{\"mode\":\"repair\"}")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(jar.awaitEnd()).isEqualTo(137);
            for (String point : List.of("INSIDE_COMPARE", "INSIDE_APPLY")) {
                jar.launch("-Dplumbline.halt=" + point);
                assertThat(jar.awaitEnd()).as("it halted " + point).isEqualTo(137);
            }
            jar.start();
            try {
                await().atMost(Duration.ofMinutes(2)).until(() -> !isRunning(run(jar)));
                JsonNode run = run(jar);
                assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("COMPLETED");
                assertThat(run.path("outcomes").toString()).isEqualTo("{\"REPAIRED\":" + CUSTOMERS + "}");
                assertThat(run.path("totals").path("listed").asInt()).isEqualTo(CUSTOMERS);
                assertThat(run.path("progress").path("pages").asInt()).isEqualTo(3);
            } finally {
                jar.stop();
            }
        }
    }

    private static boolean isRunning(JsonNode run) {
        return List.of("PENDING", "RUNNING").contains(run.path("status").asString());
    }

    private static JsonNode run(PlumblineProcess jar) {
        return JSON.readTree(send(jar, "GET", "/v1/reconciliations/1", "").body());
    }

    private static HttpResponse<String> send(PlumblineProcess jar, String method, String path, String body) {
        try {
            return jar.http()
                    .send(
                            HttpRequest.newBuilder(jar.uri(path))
                                    .header("Authorization", "Bearer " + KEY)
                                    .header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
