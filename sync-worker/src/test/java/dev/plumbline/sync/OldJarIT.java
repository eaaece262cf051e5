package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.sync.support.PlumblineProcess;
import dev.plumbline.sync.support.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A real older jar beside this one. Not in every build, which has no older one: docs/runbook.md says how to make it and how to
 * run this. What every build proves instead is in RollingDeployTest.
 */
@EnabledIfSystemProperty(named = "plumbline.old.jar", matches = ".+")
class OldJarIT {
    private static final String KEY = "old-jar-key-0123456789-0123456789-012345";
    private static final String SECRET = "whsec_old";
    private static final String DATABASE = TestPostgres.emptyDatabase();
    private static final JdbcClient SQL = JdbcClient.create(new DriverManagerDataSource(DATABASE, "postgres", ""));

    @TempDir
    Path folder;

    private final SimulatedStripe stripe = new SimulatedStripe(InstantSource.system(), 11, Settings.testMode());

    @Test
    @DisplayName(
            "F-26 an older jar runs on, and starts anew, while the new one has migrated; both keep, work and serve")
    void workSideBySide() throws IOException {
        stripe.catalogue().createProduct("prod_team", "Team");
        stripe.catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        try (SimulatedStripeServer billing =
                SimulatedStripeServer.start(new SimulatedApi(stripe, "rk_test_old", 11), 0)) {
            PlumblineProcess older = node("older", billing).running(Path.of(System.getProperty("plumbline.old.jar")));
            PlumblineProcess newer = node("newer", billing);
            try {
                older.start();
                works(older, "cus_alone");
                newer.start();
                works(older, "cus_by_older");
                works(newer, "cus_by_newer");
                changeSeats("cus_alone", 9).forEach(event -> deliver(older, event));
                await().atMost(Duration.ofSeconds(60)).until(() -> seats("cus_alone") == 9);
                older.stop();
                older.start();
                works(older, "cus_by_restarted");
                newer.stop();
                works(older, "cus_by_older_alone");
                assertThat(SQL.sql("select count(*) from subject where state = 'QUARANTINED'")
                                .query(Long.class)
                                .single())
                        .isZero();
            } finally {
                for (PlumblineProcess jar : List.of(older, newer)) {
                    if (jar.isAlive()) {
                        jar.kill();
                    }
                }
            }
        }
    }

    /** One file for both, as a deploy has it: that of the older, whose demo may have had fewer plans. */
    private Path catalog() throws IOException {
        Path file = folder.resolve("harbor.yaml");
        try (var jar = new JarFile(System.getProperty("plumbline.old.jar"));
                InputStream harbor = jar.getInputStream(jar.getJarEntry("BOOT-INF/classes/demo/harbor.yaml"))) {
            Files.write(file, harbor.readAllBytes());
        }
        return file;
    }

    private PlumblineProcess node(String name, SimulatedStripeServer billing) throws IOException {
        return new PlumblineProcess(Files.createDirectory(folder.resolve(name)))
                .with("PLUMBLINE_DEMO", "false")
                .with("PLUMBLINE_DB_URL", DATABASE)
                .with("PLUMBLINE_DB_USER", "postgres")
                .with("PLUMBLINE_BOOTSTRAP_KEY", KEY)
                .with("PLUMBLINE_CATALOG", catalog().toString())
                .with("PLUMBLINE_CATALOG_PUBLISH", "true")
                .with("PLUMBLINE_STRIPE_DEFAULT_API_KEY", "rk_test_old")
                .with("PLUMBLINE_STRIPE_DEFAULT_API_BASE", billing.base().toString())
                .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", SECRET);
    }

    /** It keeps a webhook, somebody applies it, and it serves the answer. */
    private void works(PlumblineProcess jar, String customer) {
        buy(customer, 6).forEach(event -> assertThat(deliver(jar, event)).isEqualTo(200));
        await(customer).atMost(Duration.ofSeconds(60)).until(() -> seats(customer) == 6);
        await(customer)
                .atMost(Duration.ofSeconds(60))
                .until(() -> get(jar, "/v1/customers/" + customer + "/entitlements/seats?consistency=strict")
                        .contains("\"limit\":6"));
        assertThat(get(jar, "/v1/breaks")).contains("\"data\"");
        assertThat(get(jar, "/v1/inbox")).contains(customer);
        assertThat(get(jar, "/v1/customers/" + customer + "/timeline")).contains("entitlements.resolved");
    }

    private List<Event> buy(String customer, long seats) {
        return stripe.subscriptions()
                .checkout(NewCustomer.named(customer).withId(customer).in("FI"), Line.of("price_t", seats))
                .events();
    }

    private List<Event> changeSeats(String customer, long seats) {
        var subscription =
                stripe.reading().subscriptions().of(customer).findFirst().orElseThrow();
        return stripe.subscriptions()
                .changeQuantity(
                        subscription.id(), subscription.items().getFirst().id(), seats)
                .events();
    }

    private static long seats(String customer) {
        return SQL.sql("select coalesce(max((s ->> 'limit')::bigint), 0) from entitlement,"
                        + " jsonb_array_elements(timeline -> 'seats') s where customer_key = :key")
                .param("key", customer)
                .query(Long.class)
                .single();
    }

    private static String get(PlumblineProcess jar, String path) {
        return send(
                        jar,
                        HttpRequest.newBuilder(jar.uri(path))
                                .header("X-API-Key", KEY)
                                .build())
                .body();
    }

    private static int deliver(PlumblineProcess jar, Event event) {
        return send(
                        jar,
                        HttpRequest.newBuilder(jar.uri("/webhooks/stripe/default"))
                                .header(
                                        "Stripe-Signature",
                                        StripeSignature.header(Instant.now(), event.body(), List.of(SECRET)))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(event.body()))
                                .build())
                .statusCode();
    }

    private static HttpResponse<String> send(PlumblineProcess jar, HttpRequest request) {
        try {
            return jar.http().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new AssertionError(request + " failed", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
