package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.customer.SubscriptionRef;
import java.time.Instant;
import java.util.List;

/** What a migration would do with a customer as it is now. */
public sealed interface Verdict {
    /** At least one of its subscriptions moves. */
    record Moves(List<Step> steps) implements Verdict {
        public Moves {
            steps = List.copyOf(steps);
        }

        /** When the last of them does. */
        public Instant at() {
            return steps.stream().map(Step::at).max(Instant::compareTo).orElseThrow();
        }
    }

    /** @param at not after now: at once */
    record Step(SubscriptionRef subscription, Instant at) {}

    /** @param detail more than the code says; empty for none */
    record Stays(LeftOut why, String detail) implements Verdict {}
}
