package dev.plumbline.connectors;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an event's body showed of a subscription: enough to tell that a fetch shows less, or one that runs on.
 *
 * @param active whether it gave anything
 * @param ended whether it was over: no subscription comes back from that
 * @param quantities by price, summed; of metered prices 0
 */
public record Shown(String subscription, boolean active, boolean ended, Map<String, Long> quantities) {
    public Shown {
        quantities = Map.copyOf(quantities);
    }

    /**
     * Whether a fetch may come from a copy that lags: it says less than this did, which may be right, or that what was over
     * runs on, which cannot be.
     */
    public boolean doubts(Fetched fetched) {
        return isMoreThan(fetched) || isOverIn(fetched);
    }

    private boolean isOverIn(Fetched fetched) {
        return ended
                && fetched instanceof Fetched.Present present
                && present.snapshot().subscriptions().stream()
                        .anyMatch(now ->
                                now.id().equals(subscription) && !now.status().isTerminal());
    }

    private boolean isMoreThan(Fetched fetched) {
        if (!active) {
            return false;
        }
        return !(fetched instanceof Fetched.Present present)
                || present.snapshot().subscriptions().stream()
                        .filter(now -> now.id().equals(subscription))
                        .findFirst()
                        .map(this::isMoreThan)
                        .orElse(true);
    }

    private boolean isMoreThan(Subscription now) {
        Map<String, Long> fetched = now.items().stream()
                .collect(Collectors.toMap(
                        Subscription.Item::price, item -> item.quantity() == null ? 0 : item.quantity(), Long::sum));
        return !now.status().isActive()
                || quantities.entrySet().stream()
                        .anyMatch(then -> !fetched.containsKey(then.getKey())
                                || fetched.getOrDefault(then.getKey(), 0L) < then.getValue());
    }
}
