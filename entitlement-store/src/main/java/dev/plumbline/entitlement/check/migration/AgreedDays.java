package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.migration.Migration;
import dev.plumbline.entitlement.migration.Timing;
import dev.plumbline.entitlement.model.Cadence;
import dev.plumbline.entitlement.record.Models;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Whether a migration lands on days that the model has agreed for what changes many at once (03, M12). */
@Component
class AgreedDays {
    private final Models models;
    private final InstantSource business;

    AgreedDays(Models models, InstantSource businessClock) {
        this.models = models;
        this.business = businessClock;
    }

    /**
     * @param moves how many customers it is about
     * @param wave that would begin now; those after it follow
     * @throws Refusal when it takes a second person
     */
    void check(Migration migration, long moves, int wave) {
        Cadence cadence = models.inForce(business.instant())
                .map(revision -> revision.model().cadence())
                .orElse(null);
        if (moves > 1 && cadence != null && !lands(migration, wave, cadence)) {
            throw outside(cadence);
        }
    }

    /** Each wave on a day that is agreed: also one that begins by itself after a pause. */
    private boolean lands(Migration migration, int wave, Cadence cadence) {
        Timing timing = migration.terms().timing();
        Duration pause = migration.terms().waves().pause();
        int left = Math.max(1, migration.waves() - wave + 1);
        if (timing.kind() == Timing.Kind.RENEWAL) {
            return false; // each customer on a day of its own
        }
        if (timing.kind() == Timing.Kind.NOW && pause == null && left > 1) {
            return false; // each wave on the day on which somebody begins it
        }
        Instant now = business.instant();
        Instant at = timing.at() == null ? now : timing.at();
        return IntStream.range(0, left)
                .mapToObj(later -> pause == null ? now : now.plus(pause.multipliedBy(later)))
                .allMatch(begins -> cadence.allows(begins.isAfter(at) ? begins : at));
    }

    private Refusal outside(Cadence cadence) {
        Instant next = cadence.nextAllowed(business.instant()).orElse(null);
        Refusal refusal = Refusal.of(
                HttpStatus.CONFLICT,
                "OUTSIDE_CADENCE",
                "It changes what more than one customer may use, and not on a day agreed for that. "
                        + (next == null ? "Have" : "Let it be at " + next + " (when), or have")
                        + " a second person approve it (POST /v1/approvals)");
        if (next != null) {
            refusal.set("nextAllowed", next.toString());
        }
        return refusal.set("approval", Map.of("kind", Starting.KIND, "content", "{migration}"));
    }
}
