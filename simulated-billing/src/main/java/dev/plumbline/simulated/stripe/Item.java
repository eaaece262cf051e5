package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A price a subscription pays, how many times, and for which period. A metered item has no quantity. */
public record Item(
        String id, Instant created, Price price, @Nullable Long quantity, Span period) {
    Item at(Price newPrice) {
        return new Item(id, created, newPrice, newPrice.metered() ? null : quantity == null ? 1L : quantity, period);
    }

    Item with(@Nullable Long newQuantity) {
        return new Item(id, created, price, newQuantity, period);
    }

    Item times(long newQuantity) {
        return new Item(id, created, price, newQuantity, period);
    }

    Item during(Span newPeriod) {
        return new Item(id, created, price, quantity, newPeriod);
    }

    long amount() {
        return quantity == null ? 0 : quantity * price.unitAmount();
    }
}
