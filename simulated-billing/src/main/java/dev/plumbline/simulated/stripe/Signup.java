package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a subscription comes to be. */
final class Signup {
    private final World world;
    private final Billing billing;

    Signup(World world) {
        this.world = world;
        this.billing = new Billing(world);
    }

    Subscription start(Story story, Customer customer, Start how, List<Line> lines) {
        Subscription drawn = drawn(story, customer, how, lines);
        story.put(drawn);
        if (how.trialUntil() != null) {
            story.tell("created", drawn);
            return drawn;
        }
        Invoice invoice = billing.drawAndTell(story, drawn, "subscription_create");
        Subscription invoiced = story.created(drawn.invoicedBy(invoice.id()));
        if (how.paid()) {
            billing.pay(story, invoice);
        } else {
            billing.refuse(story, invoice, true);
        }
        return invoiced;
    }

    Subscription checkout(Story story, Customer customer, List<Line> lines) {
        Subscription drawn = drawn(story, customer, Start.incomplete(), lines);
        Invoice invoice = billing.draw(story, drawn, "subscription_create");
        Subscription incomplete = story.created(drawn.invoicedBy(invoice.id()));
        Subscription active = story.updated(incomplete, incomplete.in(Status.ACTIVE));
        Invoice paid = billing.pay(story, invoice);
        CheckoutSession session = new CheckoutSession(
                story.id("cs_test_"), story.now(), customer, active.id(), active.currency(), paid.amount());
        story.tell("completed", session);
        return active;
    }

    Subscription inherit(Story story, Customer customer, List<Line> lines) {
        return story.created(drawn(story, customer, Start.now(), lines));
    }

    Item item(Story story, Line line, Instant anchor, Instant from) {
        Price price = Catalogue.price(world, line.price());
        Interval interval = price.interval();
        Span period = new Span(interval.lastBoundaryUpTo(anchor, from), interval.firstBoundaryAfter(anchor, from));
        return item(story, line, price, period);
    }

    private Subscription drawn(Story story, Customer customer, Start how, List<Line> lines) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a subscription needs a line");
        }
        Instant now = story.now();
        Instant start = how.backdatedTo() == null ? now : how.backdatedTo();
        Span trial = how.trialUntil() == null ? null : new Span(now, how.trialUntil());
        Instant anchor = trial == null ? start : trial.end();
        List<Item> items = lines.stream()
                .map(line -> firstItem(story, line, anchor, trial))
                .toList();
        return new Subscription(
                story.id("sub_"),
                now,
                customer.id(),
                how.status(),
                items.getFirst().price().currency(),
                start,
                anchor,
                items,
                trial,
                Cancellation.NONE,
                null,
                null,
                Attached.NOTHING);
    }

    /** What a schedule begins with, as if it had been asked for then. */
    Subscription scheduled(Story story, Schedule schedule, Schedule.Phase first) {
        Start how = first.trialEnd() == null ? Start.now() : Start.trialUntil(first.trialEnd());
        Subscription drawn = drawn(story, Customers.existing(world, schedule.customer()), how, first.lines());
        Subscription followed = drawn.with(drawn.attached().following(schedule.id()));
        if (first.trialEnd() != null) {
            return story.created(followed);
        }
        Invoice invoice = billing.drawAndTell(story, followed, "subscription_create");
        Subscription invoiced = story.created(followed.invoicedBy(invoice.id()));
        billing.pay(story, invoice);
        return invoiced;
    }

    private Item firstItem(Story story, Line line, Instant anchor, @Nullable Span trial) {
        return trial == null
                ? item(story, line, anchor, story.now())
                : item(story, line, Catalogue.price(world, line.price()), trial);
    }

    private static Item item(Story story, Line line, Price price, Span period) {
        Long quantity = price.metered() ? null : line.quantity() == null ? Long.valueOf(1) : line.quantity();
        return new Item(story.id("si_"), story.now(), price, quantity, period);
    }
}
