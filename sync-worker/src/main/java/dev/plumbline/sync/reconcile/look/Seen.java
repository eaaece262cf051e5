package dev.plumbline.sync.reconcile.look;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a look found.
 *
 * @param outcome null when another look has to tell
 * @param again when
 * @param error why, for people
 */
record Seen(
        @Nullable Outcome outcome,
        @Nullable Standing before,
        @Nullable Standing after,
        @Nullable String error,
        @Nullable Duration again) {

    static Seen of(Outcome outcome, @Nullable String error) {
        return new Seen(outcome, null, null, error, null);
    }

    static Seen later(Duration again, @Nullable String why) {
        return new Seen(null, null, null, why, again);
    }

    boolean takesAway() {
        return before != null && before.gives() && after != null && !after.gives();
    }

    /**
     * What we hold of a subject and answer for its customer.
     *
     * @param snapshot null when we hold nothing
     * @param json {snapshot, timeline, modelRevision, gives}
     */
    record Standing(
            @Nullable String customer,
            @Nullable Long version,
            @Nullable String snapshot,
            boolean gives,
            String json) {}
}
