package dev.plumbline.entitlement.check.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plumbline.entitlement.check.http.DatabaseAway;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Keys as this node knows them: looked up again after five seconds, so a revoked key works no longer than that. While the
 * database is away the last that was known holds for a while: checks go on from memory, and so must their keys.
 */
@Component
class KnownKeys implements DisposableBean {
    static final Duration FRESH = Duration.ofSeconds(5);
    static final Duration HELD_WHILE_AWAY = Duration.ofHours(1);
    private static final Duration BETWEEN_USES = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(KnownKeys.class);

    private final ApiKeys keys;
    private final InstantSource time;
    private final Cache<String, Known> known =
            Caffeine.newBuilder().maximumSize(MOST).build();
    private final ExecutorService later = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("api-key-uses").factory());

    KnownKeys(ApiKeys keys, InstantSource realTime) {
        this.keys = keys;
        this.time = realTime;
    }

    /** Empty for a key that is not, or no longer, one of ours. */
    Optional<Caller> find(byte[] sha256) {
        Instant now = time.instant();
        Known entry = known.get(HexFormat.of().formatHex(sha256), hash -> new Known());
        if (entry.isOlderThan(FRESH, now) && !now.isBefore(entry.lookAgainAt)) {
            look(sha256, entry, now);
        }
        Caller caller = entry.caller;
        if (caller == null || caller.isExpired(now)) {
            return Optional.empty();
        }
        noteUse(entry, caller, now);
        return Optional.of(caller);
    }

    void forget() {
        known.invalidateAll();
    }

    /** One at a time for each key: when the database hangs, the others go on with what is known. */
    private void look(byte[] sha256, Known entry, Instant now) {
        if (!entry.looking.compareAndSet(false, true) && !entry.isOlderThan(HELD_WHILE_AWAY, now)) {
            return;
        }
        try {
            entry.caller = keys.bySecret(sha256).orElse(null);
            entry.seenAt = now;
        } catch (RuntimeException failure) {
            if (!DatabaseAway.isCauseOf(failure) || entry.isOlderThan(HELD_WHILE_AWAY, now)) {
                throw failure;
            }
            entry.lookAgainAt = now.plus(FRESH);
        } finally {
            entry.looking.set(false);
        }
    }

    private void noteUse(Known entry, Caller caller, Instant now) {
        Instant noted = entry.useNotedAt;
        if (now.isBefore(noted.plus(BETWEEN_USES))) {
            return;
        }
        entry.useNotedAt = now;
        later.execute(() -> {
            try {
                keys.used(caller.id(), now);
            } catch (RuntimeException notKept) {
                LOG.debug("The last use of key {} was not noted", caller.id(), notKept);
            }
        });
    }

    @Override
    public void destroy() {
        later.close();
    }

    private static final class Known {
        private final AtomicBoolean looking = new AtomicBoolean();
        private volatile @Nullable Caller caller;
        private volatile Instant seenAt = Instant.MIN;
        private volatile Instant lookAgainAt = Instant.MIN;
        private volatile Instant useNotedAt = Instant.EPOCH;

        boolean isOlderThan(Duration age, Instant now) {
            return seenAt.equals(Instant.MIN) || seenAt.plus(age).isBefore(now);
        }
    }
}
