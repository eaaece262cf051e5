package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.record.Recorded;
import java.time.Duration;
import java.util.Optional;

/** How a pass ended. */
public sealed interface Applied {
    /**
     * The look was believed.
     *
     *
     * @param recorded what that did to the customer; empty when the subject belongs to nobody of ours
     */
    record Believed(Optional<Recorded> recorded) implements Applied {}

    /** A later fetch was applied first: this one may not write (cases F-10, F-11). */
    record Stale() implements Applied {}

    /** What was seen cannot be believed yet: another look, after that long, is to tell. */
    record Doubted(String why, Duration after) implements Applied {}

    /**
     * Something was not found that gave access, as with too many others of the account: until a person says so it stays.
     *
     *
     * @param recorded what all else that was seen did to the customer
     */
    record Held(Optional<Recorded> recorded) implements Applied {}

    /** What the account sells is known. */
    record Listed() implements Applied {}

    /** The object's customer is due now, or the object is nobody's. */
    record Found() implements Applied {}

    default String key() {
        return switch (this) {
            case Believed(var recorded) when recorded.isEmpty() -> "unlinked";
            case Believed(var recorded) ->
                switch (recorded.get()) {
                    case Recorded.Written _ -> "applied";
                    case Recorded.Outdated _ -> "outdated";
                    case Recorded.Unchanged _, Recorded.NoModel _ -> "unchanged";
                };
            case Stale() -> "stale";
            case Doubted _ -> "doubted";
            case Held _ -> "held";
            case Listed() -> "listed";
            case Found() -> "found";
        };
    }
}
