package dev.plumbline.entitlement.check.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.SettableTime;
import dev.plumbline.entitlement.TestDatabase;
import dev.plumbline.entitlement.record.AuditTrails;
import dev.plumbline.entitlement.record.Author;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How long a node believes what it knows of a key. */
class KnownKeysTest {
    private static final Author US = new Author("test", "because");

    private final SettableTime time = new SettableTime("2026-11-21T10:00:00Z");
    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final ApiKeys keys = ApiKeysOn.database(database);
    private final KnownKeys known = new KnownKeys(keys, time);

    @AfterEach
    void stop() {
        known.destroy();
    }

    private byte[] issue(Instant expires) {
        return Secret.sha256(keys.issue(
                        new ApiKeys.Wanted("app", Set.of(Scope.CHECK), null, expires, null), US, ApiKeys.Maker.UNKNOWN)
                .secret());
    }

    @Test
    void forgetsARevokedKeyWithinFiveSeconds() {
        byte[] key = issue(Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(known.find(key)).isPresent();
        jdbc.sql("update api_key set revoked_at = now()").update();
        assertThat(known.find(key)).isPresent();
        time.pass(KnownKeys.FRESH.plusMillis(1));
        assertThat(known.find(key)).isEmpty();
    }

    @Test
    void countsExpiryByTheInstantNotByTheLookUp() {
        byte[] key = issue(time.instant().plusSeconds(1));
        assertThat(known.find(key)).isPresent();
        time.pass(Duration.ofSeconds(1));
        assertThat(known.find(key)).isEmpty();
    }

    @Test
    void notesTheLastUseOnceAMinute() {
        byte[] key = issue(Instant.parse("2030-01-01T00:00:00Z"));
        Instant first = time.instant();
        known.find(key);
        awaitUse(first);
        time.pass(Duration.ofSeconds(59));
        known.find(key);
        time.pass(Duration.ofSeconds(2));
        known.find(key);
        awaitUse(first.plusSeconds(61));
    }

    private void awaitUse(Instant when) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(jdbc.sql("select last_used_at = :at from api_key")
                                .param("at", when.atOffset(ZoneOffset.UTC))
                                .query(Boolean.class)
                                .optional())
                        .contains(true));
    }

    /** A repository without the rest of the application. */
    private static final class ApiKeysOn {
        static ApiKeys database(DataSource database) {
            var jdbc = JdbcClient.create(database);
            var transactions = new TransactionTemplate(new JdbcTransactionManager(database));
            return new ApiKeys(jdbc, transactions, AuditTrails.on(jdbc));
        }
    }
}
