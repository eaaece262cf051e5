package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is billed, by list prices: price divided by the months of its interval, times quantity (03). */
public final class ListWorth {
    private final Function<PriceRef, Optional<ListPrice>> prices;

    public ListWorth(Function<PriceRef, Optional<ListPrice>> prices) {
        this.prices = prices;
    }

    Worth of(SubjectRef subject, BillingSnapshot.@Nullable Subscription subscription) {
        return subscription == null ? new Worth.Unknown() : of(subject, subscription.items());
    }

    /** Of nothing it is not known, for it has no currency. */
    Worth of(SubjectRef subject, List<BillingSnapshot.Item> items) {
        return items.stream()
                .map(item -> of(subject, item))
                .reduce(Worth::plus)
                .orElseGet(Worth.Unknown::new);
    }

    Worth of(SubjectRef subject, BillingSnapshot.Item item) {
        Long quantity = item.quantity();
        return quantity == null ? new Worth.Unknown() : of(subject, item, quantity);
    }

    /** Of so many of what the item bills. */
    Worth of(SubjectRef subject, BillingSnapshot.Item item, long quantity) {
        return prices.apply(PriceRef.of(subject, item))
                .<Worth>map(price -> new Worth.Known(price.perMonth(quantity), price.currency()))
                .orElseGet(Worth.Unknown::new);
    }
}
