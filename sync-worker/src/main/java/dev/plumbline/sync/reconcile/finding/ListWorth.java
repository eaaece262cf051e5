package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is billed, by list prices: price divided by the months of its interval, times quantity (03). */
public final class ListWorth {
    private final ListPrices prices;

    public ListWorth(ListPrices prices) {
        this.prices = prices;
    }

    /** Not known of none. */
    public Worth of(SubjectRef subject, BillingSnapshot.@Nullable Subscription subscription) {
        return subscription == null ? new Worth.Unknown() : of(subject, subscription.items());
    }

    /** Of nothing it is not known, for it has no currency. */
    public Worth of(SubjectRef subject, List<BillingSnapshot.Item> items) {
        return items.stream().map(item -> of(subject, item)).reduce(Worth::plus).orElseGet(Worth.Unknown::new);
    }

    Worth of(SubjectRef subject, BillingSnapshot.Item item) {
        Long quantity = item.quantity();
        return quantity == null ? new Worth.Unknown() : of(subject, item, quantity);
    }

    /** Of so many of what the item bills. */
    Worth of(SubjectRef subject, BillingSnapshot.Item item, long quantity) {
        return prices.of(subject, item)
                .<Worth>map(price -> new Worth.Known(price.perMonth(quantity), price.currency()))
                .orElseGet(Worth.Unknown::new);
    }
}
