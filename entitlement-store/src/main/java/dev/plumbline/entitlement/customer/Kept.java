package dev.plumbline.entitlement.customer;

import java.util.Map;

/**
 * Decisions taken once and kept, beside what billing systems say: they cannot be worked out again from a snapshot.
 *
 * @param bindings what each item gives, and so the pins
 * @param lookupKeys the lookup key under which a price was first seen. It belongs to the provider account, not to the
 *     customer: a key that is transferred to a new price leaves those on the old one where they are
 */
public record Kept(
        Map<ItemRef, Binding> bindings, Map<SubscriptionRef, Standing> standings, Map<PriceRef, String> lookupKeys) {
    public Kept {
        bindings = Map.copyOf(bindings);
        standings = Map.copyOf(standings);
        lookupKeys = Map.copyOf(lookupKeys);
    }

    public static Kept nothing() {
        return new Kept(Map.of(), Map.of(), Map.of());
    }
}
