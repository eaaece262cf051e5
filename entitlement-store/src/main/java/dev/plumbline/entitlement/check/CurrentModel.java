package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.http.DatabaseAway;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/** The models, as this node knows them: looked for again after a second, or when a notice says so. */
@Component
public class CurrentModel {
    static final Duration FRESH = Duration.ofSeconds(1);

    private final Models models;
    private final InstantSource time;
    private final InstantSource business;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long known;
    private volatile Instant lookAgainAt = Instant.MIN;

    CurrentModel(Models models, InstantSource realTime, InstantSource businessClock) {
        this.models = models;
        this.business = businessClock;
        this.time = realTime;
    }

    /** A model was published, here or on another node. */
    public void published() {
        lookAgainAt = Instant.MIN;
    }

    /** The one in force now; empty before the first publish. */
    public Optional<ModelRevision> get() {
        return at(business.instant());
    }

    /** The one that is or was in force at an instant, as far as is known; empty before the first publish. */
    public Optional<ModelRevision> at(Instant instant) {
        long newest = newest();
        return newest == 0 ? Optional.empty() : Optional.of(models.inForceAt(newest, instant));
    }

    /** From when on the one in force has been so; {@link Instant#MIN} for the first. */
    Instant inForceSince(long newest, Instant now) {
        return models.inForceSince(newest, now);
    }

    /** The number of the newest revision at an instant of recorded time; 0 before the first publish. */
    long newestKnownAt(Instant recorded) {
        return models.newestKnownAt(recorded);
    }

    /** The number of the newest revision, in effect or agreed for later; 0 before the first publish. */
    public long newest() {
        Instant now = time.instant();
        // While none is known everybody looks: who took another's word for it would be told that nothing is published.
        if (known == 0 || (!now.isBefore(lookAgainAt) && looking.compareAndSet(false, true))) {
            try {
                lookAgainAt = now.plus(FRESH);
                known = models.newestRevision();
            } catch (RuntimeException failure) {
                if (known == 0 || !DatabaseAway.isCauseOf(failure)) {
                    throw failure;
                }
            } finally {
                looking.set(false);
            }
        }
        return known;
    }
}
