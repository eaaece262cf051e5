package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One bill of a subscription, with the customer and the items as they were when it was made. */
public record Invoice(
        String id,
        Instant created,
        Customer billedTo,
        String subscription,
        String status,
        String reason,
        String currency,
        List<Item> items,
        Attempts attempts,
        Settlement settlement)
        implements StripeObject {

    public static final String OPEN = "open";
    public static final String PAID = "paid";
    public static final String VOID = "void";

    /** How often the card was tried, and when it will be tried again. */
    public record Attempts(int count, @Nullable Instant next) {}

    /** When the bill was made final, and how it ended. */
    public record Settlement(
            Instant finalizedAt,
            @Nullable Instant paidAt,
            @Nullable Instant voidedAt,
            @Nullable String charge) {}

    public Invoice {
        items = List.copyOf(items);
    }

    @Override
    public String eventPrefix() {
        return "invoice";
    }

    @Override
    public String customerId() {
        return billedTo.id();
    }

    @Override
    public List<String> owners() {
        return List.of(billedTo.id(), subscription);
    }

    public boolean open() {
        return status.equals(OPEN);
    }

    public long amount() {
        return items.stream().mapToLong(Item::amount).sum();
    }

    Invoice paid(Instant moment, String charge) {
        return with(
                PAID,
                new Attempts(attempts.count() + 1, null),
                new Settlement(settlement.finalizedAt(), moment, null, charge));
    }

    Invoice refused(@Nullable Instant tryAgainAt) {
        return with(OPEN, new Attempts(attempts.count() + 1, tryAgainAt), settlement);
    }

    Invoice voided(Instant moment) {
        return with(
                VOID,
                new Attempts(attempts.count(), null),
                new Settlement(settlement.finalizedAt(), null, moment, null));
    }

    private Invoice with(String newStatus, Attempts newAttempts, Settlement newSettlement) {
        return new Invoice(
                id, created, billedTo, subscription, newStatus, reason, currency, items, newAttempts, newSettlement);
    }
}
