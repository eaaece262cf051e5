package dev.plumbline.entitlement.customer;

import dev.plumbline.entitlement.customer.Facts.Ahead;
import dev.plumbline.entitlement.customer.Facts.BoundItem;
import dev.plumbline.entitlement.customer.Facts.Subscribed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pins that are to move, as the facts of a subscription show them: a stretch ahead that begins at the instant agreed on, beside
 * those that the billing system tells of. So the answer changes at that instant, and no job has to run then.
 */
final class Planning {
    private Planning() {}

    /** Those that still mean something: the subscription is on the version that they leave. */
    static List<PlannedMove> living(List<PlannedMove> moves, List<BoundItem> items) {
        return moves.stream()
                .filter(move -> items.stream()
                        .map(BoundItem::binding)
                        .anyMatch(binding -> !move.moved(binding).equals(binding)))
                .sorted(PlannedMove.IN_TIME)
                .toList();
    }

    static List<BoundItem> moved(PlannedMove move, List<BoundItem> items) {
        return items.stream()
                .map(item -> new BoundItem(item.id(), item.quantity(), move.moved(item.binding())))
                .toList();
    }

    /** The subscription with a move to come. Of one that is yet to begin only what begins then or later moves. */
    static Subscribed ahead(Subscribed subscription, PlannedMove move) {
        List<Ahead> before = subscription.ahead();
        var after = new ArrayList<Ahead>(before.size() + 1);
        if (subscription.status().givesPhase() && isBetween(move.at(), subscription.startedAt(), from(before, 0))) {
            after.add(new Ahead(move.at(), null, null, moved(move, subscription.items())));
        }
        for (int i = 0; i < before.size(); i++) {
            Ahead one = before.get(i);
            if (!one.from().isBefore(move.at())) {
                after.add(new Ahead(one.from(), one.trialEndsAt(), one.billingAnchor(), moved(move, one.items())));
                continue;
            }
            after.add(one);
            if (isBetween(move.at(), one.from(), from(before, i + 1))) {
                after.add(new Ahead(move.at(), one.trialEndsAt(), one.billingAnchor(), moved(move, one.items())));
            }
        }
        return new Subscribed(
                subscription.subject(),
                subscription.id(),
                subscription.status(),
                subscription.createdAt(),
                subscription.startedAt(),
                subscription.endsAt(),
                subscription.trialEndsAt(),
                subscription.billingAnchor(),
                subscription.collectionPaused(),
                subscription.episodeSince(),
                subscription.items(),
                subscription.collectionResumesAt(),
                after);
    }

    private static @Nullable Instant from(List<Ahead> ahead, int place) {
        return place < ahead.size() ? ahead.get(place).from() : null;
    }

    private static boolean isBetween(Instant at, Instant from, @Nullable Instant until) {
        return from.isBefore(at) && (until == null || at.isBefore(until));
    }
}
