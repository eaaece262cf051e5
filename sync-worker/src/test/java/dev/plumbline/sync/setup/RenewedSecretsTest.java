package dev.plumbline.sync.setup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that stand in files, changed while we run. */
class RenewedSecretsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final byte[] BODY = """
            {"id":"evt_1","object":"event","type":"foo.bar","livemode":false,"created":1,"data":{"object":{}}}
            """.getBytes(UTF_8);

    @TempDir
    private Path folder;

    private RunningPlumbline started(Path key, Path secrets) {
        return RunningPlumbline.start(options -> options.without("plumbline.stripe.default.api-key")
                .without("plumbline.stripe.default.webhook-secrets")
                .with("plumbline.stripe.default.api-key-file", key)
                .with("plumbline.stripe.default.webhook-secrets-file", secrets)
                .with("plumbline.sweep.every", "P1D")
                .with("plumbline.secrets.every", "PT0.05S"));
    }

    @Test
    @DisplayName(
            "S-21 F-41: both webhook secrets and the key are changed in files, without a restart and without a delivery lost")
    void takesWhatStandsInTheFiles() throws IOException {
        Path key = file("key", "rk_test_wrong\n");
        Path secrets = file("secrets", "whsec_old\n");
        try (RunningPlumbline plumbline = started(key, secrets)) {
            assertThat(delivered(plumbline, "whsec_old")).isEqualTo(200);
            assertThat(delivered(plumbline, "whsec_new")).isEqualTo(401);

            file("secrets", "whsec_new\nwhsec_old@" + Instant.now().plusSeconds(3_600) + "\n");
            await().atMost(SOON).until(() -> delivered(plumbline, "whsec_new") == 200);
            assertThat(delivered(plumbline, "whsec_old")).as("until its end").isEqualTo(200);

            file("secrets", "whsec_new, whsec_old@" + Instant.now().minusSeconds(1));
            await().atMost(SOON).until(() -> delivered(plumbline, "whsec_old") == 401);
            assertThat(delivered(plumbline, "whsec_new")).isEqualTo(200);

            // What cannot be used changes nothing.
            file("secrets", "whsec_other@tomorrow");
            Files.delete(key);
            file("key", "rk_test_key");
            assertThat(delivered(plumbline, "whsec_new")).isEqualTo(200);
            file("secrets", "whsec_new");

            // The key of the start was wrong: only with the other one anything is found.
            plumbline.stripe().catalogue().createProduct("prod_team", "Team");
            plumbline
                    .stripe()
                    .catalogue()
                    .createPrice(NewPrice.monthly("prod_team", "eur", 1_200).withId("price_t"));
            byte[] checkout = plumbline
                    .stripe()
                    .subscriptions()
                    .checkout(NewCustomer.named("Acme").withId("cus_acme").in("DK"), Line.of("price_t", 7))
                    .events()
                    .getFirst()
                    .body();
            assertThat(delivered(plumbline, checkout, "whsec_new")).isEqualTo(200);
            await().atMost(SOON)
                    .until(() -> plumbline
                                    .sql()
                                    .sql("select count(*) from customer where key = 'cus_acme'")
                                    .query(Integer.class)
                                    .single()
                            == 1);
            assertThat(plumbline
                            .sql()
                            .sql("select count(*) from secret_seen where fingerprint = sha256('whsec_new')")
                            .query(Integer.class)
                            .single())
                    .isOne();
            assertThat(plumbline
                            .bean(MeterRegistry.class)
                            .get("plumbline.secret.age")
                            .tag("kind", "webhook_secret")
                            .gauge()
                            .value())
                    .isBetween(0.0, 600.0);
        }
    }

    @Test
    @DisplayName("S-21: a file and a variable for the same secret, or a file that is not there, are refused at start")
    void refusesWhatIsNotClear() throws IOException {
        Path key = file("key", "rk_test_key");
        var both = new StripeSettings("rk_test_key", key, null, null, null, null, null, null);
        var absent = new StripeSettings(null, folder.resolve("none"), null, null, null, null, null, null);

        assertThatThrownBy(() -> both.account("default"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("PLUMBLINE_STRIPE_DEFAULT_API_KEY_FILE are both set");
        assertThatThrownBy(() -> absent.account("default"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("cannot be read");
    }

    /** At once, as who mounts secrets does it: nobody reads half a file. */
    private Path file(String name, String text) throws IOException {
        Path next = Files.writeString(folder.resolve(name + ".next"), text);
        return Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static int delivered(RunningPlumbline plumbline, String secret) {
        return delivered(plumbline, BODY, secret);
    }

    private static int delivered(RunningPlumbline plumbline, byte[] body, String secret) {
        String signature = StripeSignature.header(Instant.now(), body, List.of(secret));
        return plumbline.deliver("/webhooks/stripe/default", body, signature);
    }
}
