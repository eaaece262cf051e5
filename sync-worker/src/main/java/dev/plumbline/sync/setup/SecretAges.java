package dev.plumbline.sync.setup;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.WebhookSecret;
import dev.plumbline.connectors.stripe.StripeAccount;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Since when an account's newest secrets are in use, over all starts and nodes: {@code plumbline_secret_age_seconds}. One that
 * is never changed shows there (threat S-21).
 */
@Component
class SecretAges {
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<Kind, Instant> since = new ConcurrentHashMap<>();

    SecretAges(JdbcClient jdbc, InstantSource realTime, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = realTime;
        this.meters = meters;
    }

    private record Kind(BillingAccount account, String name) {}

    /** These are in use from now on, unless they were before. */
    void inUse(StripeAccount settings) {
        note(new Kind(settings.account(), "api_key"), List.of(settings.apiKey()));
        note(
                new Kind(settings.account(), "webhook_secret"),
                settings.webhookSecrets().stream().map(WebhookSecret::value).toList());
    }

    private void note(Kind kind, List<String> secrets) {
        if (secrets.isEmpty()) {
            return;
        }
        byte[][] fingerprints =
                secrets.stream().map(SecretAges::fingerprint).distinct().toArray(byte[][]::new);
        jdbc.sql("""
                        insert into secret_seen (provider, account, kind, fingerprint)
                        select :provider, :account, :kind, unnest(:fingerprints) on conflict do nothing
                        """)
                .param("provider", kind.account.provider().key())
                .param("account", kind.account.name())
                .param("kind", kind.name)
                .param("fingerprints", fingerprints, Types.ARRAY)
                .update();
        OffsetDateTime newest = jdbc.sql("""
                        select max(first_seen_at) from secret_seen
                        where provider = :provider and account = :account and kind = :kind and fingerprint = any(:fingerprints)
                        """)
                .param("provider", kind.account.provider().key())
                .param("account", kind.account.name())
                .param("kind", kind.name)
                .param("fingerprints", fingerprints, Types.ARRAY)
                .query(OffsetDateTime.class)
                .single();
        if (since.put(kind, newest.toInstant()) == null) {
            Gauge.builder("plumbline.secret.age", () -> age(kind).toMillis() / 1000.0)
                    .description("How long the newest secret of this kind has been in use")
                    .baseUnit("seconds")
                    .tag("account", kind.account.toString())
                    .tag("kind", kind.name)
                    .register(meters);
        }
    }

    private Duration age(Kind kind) {
        return Duration.between(since.getOrDefault(kind, clock.instant()), clock.instant());
    }

    private static byte[] fingerprint(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException("Every Java has SHA-256", none);
        }
    }
}
