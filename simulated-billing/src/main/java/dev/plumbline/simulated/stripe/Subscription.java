package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A customer's standing order. */
public record Subscription(
        String id,
        Instant created,
        String customer,
        String status,
        String currency,
        Instant startDate,
        Instant billingCycleAnchor,
        List<Item> items,
        @Nullable Span trial,
        Cancellation cancellation,
        @Nullable CollectionPause pauseCollection,
        @Nullable String latestInvoice,
        Attached attached)
        implements StripeObject {

    public Subscription {
        items = List.copyOf(items);
    }

    @Override
    public String eventPrefix() {
        return "customer.subscription";
    }

    @Override
    public String customerId() {
        return customer;
    }

    @Override
    public List<String> owners() {
        return List.of(customer);
    }

    public boolean ended() {
        return Status.TERMINAL.contains(status);
    }

    /** Items of one subscription may have different periods; the first to end decides what is due. */
    public Instant periodEnd() {
        return items.stream()
                .map(item -> item.period().end())
                .min(Instant::compareTo)
                .orElse(billingCycleAnchor);
    }

    public Item item(String itemId) {
        return items.stream()
                .filter(item -> item.id().equals(itemId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(id + " has no item " + itemId));
    }

    /** The item that pays for this price, named by its id or lookup key. */
    public @Nullable Item itemFor(String price) {
        return items.stream()
                .filter(item -> price.equals(item.price().id())
                        || price.equals(item.price().lookupKey()))
                .findFirst()
                .orElse(null);
    }

    public Subscription in(String newStatus) {
        return with(newStatus, billingCycleAnchor, items, trial, cancellation, pauseCollection, latestInvoice);
    }

    public Subscription anchoredAt(Instant newAnchor) {
        return with(status, newAnchor, items, trial, cancellation, pauseCollection, latestInvoice);
    }

    public Subscription paying(List<Item> newItems) {
        return with(status, billingCycleAnchor, newItems, trial, cancellation, pauseCollection, latestInvoice);
    }

    public Subscription onTrial(@Nullable Span newTrial) {
        return with(status, billingCycleAnchor, items, newTrial, cancellation, pauseCollection, latestInvoice);
    }

    public Subscription ending(Cancellation newCancellation) {
        return with(status, billingCycleAnchor, items, trial, newCancellation, pauseCollection, latestInvoice);
    }

    public Subscription collecting(@Nullable CollectionPause pause) {
        return with(status, billingCycleAnchor, items, trial, cancellation, pause, latestInvoice);
    }

    public Subscription invoicedBy(String invoice) {
        return with(status, billingCycleAnchor, items, trial, cancellation, pauseCollection, invoice);
    }

    public Subscription with(Attached newAttached) {
        return new Subscription(
                id,
                created,
                customer,
                status,
                currency,
                startDate,
                billingCycleAnchor,
                items,
                trial,
                cancellation,
                pauseCollection,
                latestInvoice,
                newAttached);
    }

    /** Stripe cannot do this; a merge of two accounts looks like it. */
    public Subscription ownedBy(String newCustomer) {
        return new Subscription(
                id,
                created,
                newCustomer,
                status,
                currency,
                startDate,
                billingCycleAnchor,
                items,
                trial,
                cancellation,
                pauseCollection,
                latestInvoice,
                attached);
    }

    Subscription changing(String itemId, UnaryOperator<Item> change) {
        item(itemId);
        return paying(items.stream()
                .map(item -> item.id().equals(itemId) ? change.apply(item) : item)
                .toList());
    }

    private Subscription with(
            String newStatus,
            Instant newAnchor,
            List<Item> newItems,
            @Nullable Span newTrial,
            Cancellation newCancellation,
            @Nullable CollectionPause newPause,
            @Nullable String newInvoice) {
        return new Subscription(
                id,
                created,
                customer,
                newStatus,
                currency,
                startDate,
                newAnchor,
                newItems,
                newTrial,
                newCancellation,
                newPause,
                newInvoice,
                attached);
    }
}
