package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.http.DatabaseAway;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The model in force, as this node knows it: looked for again after a second, or when a notice says so. */
@Component
public class CurrentModel {
    static final Duration FRESH = Duration.ofSeconds(1);

    private final Models models;
    private final InstantSource time;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable ModelRevision known;
    private volatile Instant lookAgainAt = Instant.MIN;

    CurrentModel(Models models, InstantSource realTime) {
        this.models = models;
        this.time = realTime;
    }

    /** A model was published, here or on another node. */
    public void published() {
        lookAgainAt = Instant.MIN;
    }

    /** Empty before the first publish. */
    public Optional<ModelRevision> get() {
        Instant now = time.instant();
        if (!now.isBefore(lookAgainAt) && (looking.compareAndSet(false, true) || known == null)) {
            try {
                lookAgainAt = now.plus(FRESH);
                known = models.current().orElse(null);
            } catch (RuntimeException failure) {
                if (known == null || !DatabaseAway.isCauseOf(failure)) {
                    throw failure;
                }
            } finally {
                looking.set(false);
            }
        }
        return Optional.ofNullable(known);
    }
}
