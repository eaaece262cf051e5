package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.http.DatabaseAway;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * The models, as this node knows them: looked for again after a second, or when a notice says so. Of one that it was told of
 * nobody is answered without it: who published reads what was published, whoever else asks at that moment.
 */
@Component
public class CurrentModel {
    static final Duration FRESH = Duration.ofSeconds(1);

    private final Models models;
    private final InstantSource time;
    private final InstantSource business;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicLong notices = new AtomicLong();
    private volatile Known known = new Known(0, 0, Instant.MIN);

    /** @param notices how many there had been when it was looked for */
    private record Known(long revision, long notices, Instant lookAgainAt) {}

    CurrentModel(Models models, InstantSource realTime, InstantSource businessClock) {
        this.models = models;
        this.business = businessClock;
        this.time = realTime;
    }

    /** A model was published, here or on another node. */
    public void published() {
        notices.incrementAndGet();
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
        Known seen = known;
        Instant now = time.instant();
        // While none is known, or there is a new one, everybody looks: another's word for it is of before.
        if (seen.revision() == 0 || seen.notices() < notices.get()) {
            return look(seen, now);
        }
        if (now.isBefore(seen.lookAgainAt()) || !looking.compareAndSet(false, true)) {
            return seen.revision();
        }
        try {
            return look(seen, now);
        } finally {
            looking.set(false);
        }
    }

    /** What is published after the notices were counted has a notice of its own, and is looked for again. */
    private long look(Known before, Instant now) {
        long noticed = notices.get();
        long revision = before.revision();
        try {
            revision = models.newestRevision();
        } catch (RuntimeException failure) {
            if (revision == 0 || !DatabaseAway.isCauseOf(failure)) {
                throw failure;
            }
        }
        keep(new Known(revision, noticed, now.plus(FRESH)));
        return revision;
    }

    private synchronized void keep(Known found) {
        if (found.notices() >= known.notices() && found.revision() >= known.revision()) {
            known = found;
        }
    }
}
