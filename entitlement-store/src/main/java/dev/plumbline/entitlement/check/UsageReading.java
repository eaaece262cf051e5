package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.metering.Allotment;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How much of metered features is used up: asked at every check, so it answers from memory unless asked for live. */
public interface UsageReading {
    /**
     * One question.
     *
     * @param allowance whose window says which usage counts; of what is denied now, the last that was given
     * @param at the instant of the check
     * @param now whether that is now: the whole window counts then, and else what was used by that instant
     */
    record Asked(Allotment has, Allowance.Metered allowance, Instant at, boolean now) {}

    /** @param asOf what happened until then is counted */
    record Reading(Usage usage, Instant asOf) {}

    /**
     * All answers, in few statements.
     *
     * @param noOlderThan zero for what is counted this moment; null for what is at hand
     */
    Map<Asked, Reading> read(Collection<Asked> asked, @Nullable Duration noOlderThan);

    default Reading read(Asked asked, @Nullable Duration noOlderThan) {
        return Objects.requireNonNull(read(List.of(asked), noOlderThan).get(asked), "Every question has an answer");
    }
}
