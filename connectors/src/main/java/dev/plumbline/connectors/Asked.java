package dev.plumbline.connectors;

import java.util.Set;

/**
 * What a look at a customer is to find out.
 *
 * @param subscriptions ids of those that we know of: each is asked for by itself if no list shows it
 * @param more what a usual look leaves out, because it costs calls and seldom changes
 */
public record Asked(Set<String> subscriptions, Set<More> more) {
    public Asked {
        subscriptions = Set.copyOf(subscriptions);
        more = Set.copyOf(more);
    }

    public static Asked about(Set<String> subscriptions) {
        return new Asked(subscriptions, Set.of());
    }

    public enum More {
        /** Refunds and disputes. */
        REVERSALS,
        /** What the provider itself says that the customer may use. */
        RIGHTS
    }
}
