package dev.plumbline.entitlement.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.check.TestCatalog;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Time goes on while a publish looks at every customer. */
class PublishingTest {
    private static final Author US = new Author("test", "because");
    private static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");
    private static final String CATALOG = TestCatalog.YAML + "cadence: { broadChanges: monthly, day: 1 }\n";
    private static final String OTHER = CATALOG.replace("name: Team members", "name: Members");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private RunningStore store;
    private Publishing publishing;

    @BeforeEach
    void start() {
        store = RunningStore.start();
        publishing = new Publishing(
                store.bean(Models.class),
                store.bean(JdbcClient.class),
                store.bean(TransactionTemplate.class),
                store.bean(AuditTrail.class),
                (base, next, effectiveAt) -> {
                    now.updateAndGet(before -> before.plusSeconds(60));
                    return false;
                },
                now::get);
        assertThat(publish(CATALOG, null)).isInstanceOf(Published.Done.class);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private Published publish(String yaml, @Nullable Instant effectiveAt) {
        return publishing.publish(new Publishing.Wanted(yaml, US, null, effectiveAt));
    }

    @Test
    @DisplayName("03 nothing takes effect in the past: not even if it was the future when the publish began")
    void refusesWhatTookEffectWhileItWasLookedAt() {
        // With the instant of the beginning it was written, and said that what nodes had answered was never so (tried).
        assertThat(publish(OTHER, NOON.plusSeconds(59))).isInstanceOf(Published.NotThen.class);
        assertThat(store.bean(Models.class).newestRevision()).isEqualTo(1);
        assertThat(publish(OTHER, NOON.plusSeconds(600))).isInstanceOf(Published.Done.class);
    }

    @Test
    void holdsFromWhenItIsWrittenAndNotFromWhenItWasAskedFor() {
        assertThat(publish(OTHER, null)).isInstanceOf(Published.Done.class);

        assertThat(store.bean(Models.class).inForceAt(2, NOON.plusSeconds(59)).revision())
                .isEqualTo(1);
        assertThat(store.bean(Models.class).inForceAt(2, NOON.plusSeconds(60)).revision())
                .isEqualTo(2);
    }
}
