package dev.plumbline.entitlement.check;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An answer in this node's memory, and when it was last known to be the one in force. */
final class Held {
    private final Answer answer;
    private volatile Instant confirmedAt;

    Held(Answer answer, Instant confirmedAt) {
        this.answer = answer;
        this.confirmedAt = confirmedAt;
    }

    Answer answer() {
        return answer;
    }

    long version() {
        return answer.version();
    }

    /** Grows while the database cannot be asked. */
    Duration staleness(Instant now) {
        Duration since = Duration.between(confirmedAt, now);
        return since.isNegative() ? Duration.ZERO : since.truncatedTo(ChronoUnit.MILLIS);
    }

    void confirm(Instant at) {
        if (at.isAfter(confirmedAt)) {
            confirmedAt = at;
        }
    }
}
