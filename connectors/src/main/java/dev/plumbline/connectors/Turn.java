package dev.plumbline.connectors;

/**
 * The right to make one call, from a moment on and not for long: one that was kept would be a burst later. The moments are
 * those of the budget's own monotonic clock.
 */
public record Turn(RequestBudget budget, Urgency urgency, long from, long until) {
    boolean isUsable(RequestBudget here, long now) {
        return budget == here && now - until <= 0;
    }
}
