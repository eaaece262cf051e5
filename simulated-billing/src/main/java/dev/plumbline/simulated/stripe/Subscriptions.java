package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** How subscriptions begin, and what is on them. Items and prices are named by id; prices also by lookup key. */
public final class Subscriptions {
    private final World world;
    private final Signup signup;

    Subscriptions(World world) {
        this.world = world;
        this.signup = new Signup(world);
    }

    public Change<Subscription> start(String customer, Line... lines) {
        return start(customer, Start.now(), List.of(lines));
    }

    public Change<Subscription> start(String customer, Start how, List<Line> lines) {
        return world.change(story -> signup.start(story.asked(), Customers.existing(world, customer), how, lines));
    }

    /**
     * A new customer pays on the hosted page. Five events of one second: customer.created,
     * customer.subscription.created (incomplete), customer.subscription.updated (active), invoice.paid,
     * checkout.session.completed.
     */
    public Change<Subscription> checkout(NewCustomer customer, Line... lines) {
        return world.change(story ->
                signup.checkout(story, story.asked().created(Customers.draft(customer, story)), List.of(lines)));
    }

    /** As above for a customer who is known: four events. */
    public Change<Subscription> checkout(String customer, Line... lines) {
        return world.change(
                story -> signup.checkout(story.asked(), Customers.existing(world, customer), List.of(lines)));
    }

    /** One of long ago, active and paid, with its customer and without the bills of its past: how an account gets very large. */
    public Change<Subscription> inherit(NewCustomer customer, Line... lines) {
        return world.change(story ->
                signup.inherit(story, story.asked().created(Customers.draft(customer, story)), List.of(lines)));
    }

    /** A price of another interval begins a new cycle now, as at Stripe. */
    public Change<Subscription> changePlan(String subscription, String item, String price) {
        return change(subscription, (story, before) -> {
            Price target = Catalogue.price(world, price);
            boolean sameCycle = before.item(item).price().interval() == target.interval();
            Instant now = story.now();
            return sameCycle
                    ? before.changing(item, i -> i.at(target))
                    : before.anchoredAt(now)
                            .changing(
                                    item,
                                    i -> i.at(target)
                                            .during(new Span(
                                                    now, target.interval().firstBoundaryAfter(now, now))));
        });
    }

    public Change<Subscription> changeQuantity(String subscription, String item, long quantity) {
        return change(subscription, (story, before) -> before.changing(item, i -> i.times(quantity)));
    }

    public Change<Subscription> addItem(String subscription, Line line) {
        return change(subscription, (story, before) -> {
            List<Item> items = new ArrayList<>(before.items());
            items.add(signup.item(story, line, before.billingCycleAnchor(), story.now()));
            return before.paying(items);
        });
    }

    public Change<Subscription> removeItem(String subscription, String item) {
        return change(subscription, (story, before) -> {
            Item leaving = before.item(item);
            return before.paying(
                    before.items().stream().filter(i -> !i.equals(leaving)).toList());
        });
    }

    public Change<Subscription> discount(String subscription, Discount... discounts) {
        return change(
                subscription, (story, before) -> before.with(before.attached().reducedBy(List.of(discounts))));
    }

    /** As with {@code payment_behavior=pending_if_incomplete}: nothing changes before it is paid. */
    public Change<Subscription> changeOncePaid(String subscription, String item, String price) {
        return change(
                subscription,
                (story, before) -> before.with(before.attached()
                        .waitingFor(before.changing(item, i -> i.at(Catalogue.price(world, price)))
                                .items())));
    }

    /** The payment came: what waited for it is so now. */
    public Change<Subscription> applyPending(String subscription) {
        return pending(subscription, "pending_update_applied", true);
    }

    /** It never came. */
    public Change<Subscription> expirePending(String subscription) {
        return pending(subscription, "pending_update_expired", false);
    }

    private Change<Subscription> pending(String subscription, String told, boolean applied) {
        return world.change(story -> {
            Subscription before = running(world, subscription);
            List<Item> waiting = before.attached().pending();
            if (waiting == null) {
                throw new IllegalStateException(subscription + " waits for no payment");
            }
            Subscription free = before.with(before.attached().waitingFor(null));
            Subscription after = story.updated(before, applied ? free.paying(waiting) : free);
            story.tell(told, after);
            return after;
        });
    }

    /** Any status, also one that Stripe has never documented. */
    public Change<Subscription> become(String subscription, String status) {
        return overwrite(subscription, before -> before.in(status));
    }

    /** Any change at all, legal or not, told as an update. For tests of what should not happen. */
    public Change<Subscription> overwrite(String subscription, UnaryOperator<Subscription> change) {
        return world.change(story -> {
            Subscription before = existing(world, subscription);
            return story.asked().updated(before, change.apply(before));
        });
    }

    /** Back on its shelf, as it was: it was never gone, only not to be seen. */
    public Change<Subscription> restore(Subscription kept) {
        return world.change(story -> {
            story.put(kept);
            return kept;
        });
    }

    /** Removes it without a trace and without an event. */
    public void vanish(String subscription) {
        world.change(story -> {
            Subscription before = existing(world, subscription);
            world.subscriptions.remove(subscription);
            return before;
        });
    }

    private Change<Subscription> change(String id, Step step) {
        return world.change(story -> {
            Subscription before = running(world, id);
            return story.asked().updated(before, step.from(story, before));
        });
    }

    /** One change of a running subscription. */
    private interface Step {
        Subscription from(Story story, Subscription before);
    }

    static Subscription existing(World world, String id) {
        Subscription subscription = world.subscriptions.latest(id);
        if (subscription == null) {
            throw new IllegalArgumentException("no such subscription: " + id);
        }
        return subscription;
    }

    static Subscription running(World world, String id) {
        Subscription subscription = existing(world, id);
        if (subscription.ended()) {
            throw new IllegalStateException(id + " is " + subscription.status());
        }
        return subscription;
    }
}
