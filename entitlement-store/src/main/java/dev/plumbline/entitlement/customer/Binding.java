package dev.plumbline.entitlement.customer;

import org.jspecify.annotations.Nullable;

/**
 * What an item gives. Decided when the item's price is first seen under a mapping and then kept: sync never changes a pin
 * (law L-6), and an item whose price has no mapping any more goes on giving what it gave before.
 */
public sealed interface Binding {
    /** The price this was decided for; an item that moves to another price is decided anew. */
    String price();

    /** @param term monthly, yearly, …; null when the mapping names none
     *  @param quantityOf the feature whose quantity the item's quantity is; null when none */
    record ToPlan(
            String price,
            PlanRef plan,
            @Nullable String term,
            @Nullable String quantityOf) implements Binding {}

    record ToAddOn(String price, PlanRef addOn, @Nullable String term) implements Binding {}

    /** Never mapped so far: gives nothing. */
    record Unmapped(String price) implements Binding {}

    /** A plan or add-on at a version, written {@code team@2}. */
    record PlanRef(String key, int version) {
        @Override
        public String toString() {
            return key + "@" + version;
        }
    }
}
