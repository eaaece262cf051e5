package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.resolve.Segment.Phase;
import dev.plumbline.entitlement.resolve.SoldVersion.Shelf;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instant of a customer's time, and what runs then. It serves every feature.
 *
 * @param running the best plan first
 * @param of whose time it is
 * @param log null when nobody wants an explanation
 */
record Moment(
        Instant at,
        List<Running> running,
        Situation of,
        @Nullable Log log) {
    /** @param shelf what its version offers to all alike */
    record Running(PlanLine line, Phase phase, Shelf shelf) {}

    /** The same, a little later. */
    Moment later(Instant instant) {
        return new Moment(instant, running, of, log);
    }

    /** Whether anybody reads what the layers say: sentences that have to be made are made only then. */
    boolean isExplained() {
        return log != null;
    }

    /** From here on the answer comes of this contract; null for one that comes of none. */
    void leads(@Nullable Contract contract) {
        if (log != null) {
            log.leads(contract);
        }
    }

    /** Limits for different windows met, and one was left out. */
    void mismatch() {
        if (log != null) {
            log.mismatch();
        }
    }

    /**
     * @param of the contract that a step is about; null for a step about the whole customer
     * @param why in one plain sentence
     */
    void say(String layer, @Nullable Source source, Offer before, Offer after, @Nullable Contract of, String why) {
        if (log != null) {
            log.add(layer, source, before, after, of, why);
        }
    }
}
