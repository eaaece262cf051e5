package dev.plumbline.simulated.stripe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bills and what follows from paying them or not. */
final class Billing {
    static final Duration BETWEEN_ATTEMPTS = Duration.ofDays(3);

    private final World world;

    Billing(World world) {
        this.world = world;
    }

    /** A bill for the items as they are, final but not yet tried. Tells of it only when asked to. */
    Invoice draw(Story story, Subscription subscription, String reason) {
        Customer customer = world.customers.latest(subscription.customer());
        if (customer == null) {
            throw new IllegalStateException(subscription.id() + " belongs to nobody");
        }
        Invoice invoice = new Invoice(
                story.id("in_"),
                story.now(),
                customer,
                subscription.id(),
                Invoice.OPEN,
                reason,
                subscription.currency(),
                subscription.items(),
                new Invoice.Attempts(0, null),
                new Invoice.Settlement(story.now(), null, null, null));
        story.put(invoice);
        world.forgetOldInvoices(customer.id());
        return invoice;
    }

    Invoice drawAndTell(Story story, Subscription subscription, String reason) {
        Invoice invoice = draw(story, subscription, reason);
        story.tell("created", invoice);
        story.tell("finalized", invoice);
        return invoice;
    }

    Invoice pay(Story story, Invoice invoice) {
        Charge charge = new Charge(
                story.id("ch_"),
                story.now(),
                invoice.customerId(),
                invoice.id(),
                invoice.currency(),
                invoice.amount(),
                List.of(),
                false);
        story.put(charge);
        Invoice paid = invoice.paid(story.now(), charge.id());
        story.put(paid);
        story.tell("paid", paid);
        return paid;
    }

    Invoice refuse(Story story, Invoice invoice, boolean lastTime) {
        Invoice refused = invoice.refused(lastTime ? null : story.now().plus(BETWEEN_ATTEMPTS));
        story.put(refused);
        story.tell("payment_failed", refused);
        return refused;
    }

    /** The oldest unpaid bill of a subscription; null when nothing is owed. */
    @Nullable
    Invoice owed(Subscription subscription) {
        return world.invoices
                .at(world.invoices.places(subscription.id()), Long.MAX_VALUE)
                .filter(Invoice::open)
                .reduce((newer, older) -> older)
                .orElse(null);
    }

    /** Items whose period is over by {@code moment} go on to the next one. */
    static Subscription advanced(Subscription subscription, Instant moment) {
        Instant anchor = subscription.billingCycleAnchor();
        return subscription.paying(subscription.items().stream()
                .map(item -> item.period().end().isAfter(moment) ? item : item.during(next(item, anchor)))
                .toList());
    }

    private static Span next(Item item, Instant anchor) {
        Instant start = item.period().end();
        return new Span(start, item.price().interval().firstBoundaryAfter(anchor, start));
    }
}
