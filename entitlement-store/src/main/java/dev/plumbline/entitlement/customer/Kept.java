package dev.plumbline.entitlement.customer;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Decisions taken once and kept, beside what billing systems say: they cannot be worked out again from a snapshot.
 *
 * @param bindings what each item gives, and so the pins
 * @param lookupKeys the lookup key under which a price was first seen. It belongs to the provider account, not to the
 *     customer: a key that is transferred to a new price leaves those on the old one where they are
 * @param moves pins that are to move later; none of them has an empty list
 */
public record Kept(
        Map<ItemRef, Binding> bindings,
        Map<SubscriptionRef, Standing> standings,
        Map<PriceRef, String> lookupKeys,
        Map<SubscriptionRef, List<PlannedMove>> moves) {
    public Kept {
        bindings = Map.copyOf(bindings);
        standings = Map.copyOf(standings);
        lookupKeys = Map.copyOf(lookupKeys);
        moves = Map.copyOf(moves);
    }

    public Kept(
            Map<ItemRef, Binding> bindings,
            Map<SubscriptionRef, Standing> standings,
            Map<PriceRef, String> lookupKeys) {
        this(bindings, standings, lookupKeys, Map.of());
    }

    /** The same with a subscription's items bound otherwise, from now on. */
    public Kept rebound(SubscriptionRef subscription, UnaryOperator<Binding> change) {
        var changed = new HashMap<>(bindings);
        changed.replaceAll((item, binding) -> item.subject().equals(subscription.subject())
                        && item.subscription().equals(subscription.id())
                ? change.apply(binding)
                : binding);
        return new Kept(changed, standings, lookupKeys, moves);
    }

    /** The same with what a subscription's pins are to do. */
    public Kept planning(SubscriptionRef subscription, UnaryOperator<List<PlannedMove>> change) {
        var changed = new HashMap<>(moves);
        List<PlannedMove> planned = change.apply(moves.getOrDefault(subscription, List.of()));
        if (planned.isEmpty()) {
            changed.remove(subscription);
        } else {
            changed.put(subscription, List.copyOf(planned));
        }
        return new Kept(bindings, standings, lookupKeys, changed);
    }

    /** When the next pin moves. */
    public Optional<Instant> nextMove() {
        return moves.values().stream()
                .flatMap(List::stream)
                .map(PlannedMove::at)
                .min(Instant::compareTo);
    }

    public static Kept nothing() {
        return new Kept(Map.of(), Map.of(), Map.of());
    }
}
