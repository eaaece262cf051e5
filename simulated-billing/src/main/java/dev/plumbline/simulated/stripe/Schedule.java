package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that were agreed on for later.
 *
 * @param subscription null before it is started and after it was released
 * @param current the place of the phase that runs; -1 before the first
 */
public record Schedule(
        String id,
        Instant created,
        String customer,
        @Nullable String subscription,
        String status,
        String endBehavior,
        List<Phase> phases,
        int current)
        implements StripeObject {
    public static final String NOT_STARTED = "not_started";
    public static final String ACTIVE = "active";
    public static final String COMPLETED = "completed";
    public static final String RELEASED = "released";
    public static final String CANCELED = "canceled";

    /** What is sold in {@code [start, end)}. */
    public record Phase(
            Instant start,
            Instant end,
            List<Line> lines,
            @Nullable Instant trialEnd) {
        public Phase {
            lines = List.copyOf(lines);
        }

        public Phase(Instant start, Instant end, Line... lines) {
            this(start, end, List.of(lines), null);
        }
    }

    public Schedule {
        phases = List.copyOf(phases);
    }

    @Override
    public String eventPrefix() {
        return "subscription_schedule";
    }

    @Override
    public String customerId() {
        return customer;
    }

    @Override
    public List<String> owners() {
        return List.of(customer);
    }

    boolean isLast() {
        return current == phases.size() - 1;
    }

    Schedule begun(String ofSubscription) {
        return new Schedule(id, created, customer, ofSubscription, ACTIVE, endBehavior, phases, current + 1);
    }

    Schedule ended(String how) {
        boolean keeps = how.equals(COMPLETED);
        return new Schedule(id, created, customer, keeps ? subscription : null, how, endBehavior, phases, current);
    }
}
