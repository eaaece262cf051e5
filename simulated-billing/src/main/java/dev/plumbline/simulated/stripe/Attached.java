package dev.plumbline.simulated.stripe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What hangs on a subscription and few have.
 *
 * @param schedule the id of the schedule that it follows
 * @param pending items as they will be once a payment succeeds; null when nothing waits for one
 */
public record Attached(
        @Nullable String schedule,
        List<Discount> discounts,
        @Nullable List<Item> pending) {
    static final Attached NOTHING = new Attached(null, List.of(), null);

    public Attached {
        discounts = List.copyOf(discounts);
        pending = pending == null ? null : List.copyOf(pending);
    }

    Attached following(@Nullable String newSchedule) {
        return new Attached(newSchedule, discounts, pending);
    }

    Attached reducedBy(List<Discount> newDiscounts) {
        return new Attached(schedule, newDiscounts, pending);
    }

    Attached waitingFor(@Nullable List<Item> newPending) {
        return new Attached(schedule, discounts, newPending);
    }
}
