package dev.plumbline.sync.demo;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.stripe.StripeAccount;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.sync.setup.ExtraAccount;
import dev.plumbline.sync.setup.MigratedDatabase;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A billing system on this machine that knows only the demo company, connected like any other: our endpoint verifies its
 * signatures, our connector fetches from it over HTTP. It exists only while {@code plumbline.demo} is true.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("plumbline.demo")
class DemoSetup {
    static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");

    @Bean
    DemoWorld demoWorld(JdbcClient jdbc, MigratedDatabase database, InstantSource realTime) {
        return DemoWorld.found(new DemoJournal(jdbc, JdbcClient.create(database.asOwner())), realTime);
    }

    @Bean
    DemoSecrets demoSecrets(@Value("${plumbline.demo.webhook-secret:}") String given) {
        return new DemoSecrets("rk_test_" + random(), given.isBlank() ? "whsec_" + random() : given);
    }

    @Bean(destroyMethod = "close")
    SimulatedStripeServer simulatedStripe(DemoWorld world, DemoSecrets secrets) {
        return SimulatedStripeServer.start(new SimulatedApi(world.stripe(), secrets.apiKey(), world.seed()), 0);
    }

    @Bean
    ExtraAccount demoAccount(SimulatedStripeServer server, DemoSecrets secrets) {
        return new ExtraAccount(StripeAccount.of(ACCOUNT, secrets.apiKey(), List.of(secrets.webhookSecret()), false)
                .withApiBase(server.base())
                .withRequestsPerSecond(100));
    }

    /** Made for this run (the webhook secret may be given, for {@code plumbline trigger}), shared by both sides of it, never written anywhere. */
    record DemoSecrets(String apiKey, String webhookSecret) {
        @Override
        public String toString() {
            return "DemoSecrets";
        }
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
