package dev.plumbline.simulated.stripe;

import java.util.List;
import java.util.function.UnaryOperator;

/** What happens to customers. */
public final class Customers {
    private final World world;

    Customers(World world) {
        this.world = world;
    }

    public Change<Customer> create(NewCustomer wanted) {
        return world.change(story -> story.asked().created(draft(wanted, story)));
    }

    /** For example {@code update(id, customer -> customer.livingIn("FI"))}. */
    public Change<Customer> update(String id, UnaryOperator<Customer> change) {
        return world.change(story -> {
            Customer before = existing(world, id);
            return story.asked().updated(before, change.apply(before));
        });
    }

    /** Ends the subscriptions too, as Stripe does, and leaves a stub. */
    public Change<Customer> delete(String id) {
        return world.change(story -> {
            Customer before = existing(world, id);
            story.asked();
            List<Subscription> running = world.subscriptions
                    .at(world.subscriptions.places(id), Long.MAX_VALUE)
                    .filter(subscription -> subscription.customer().equals(id) && !subscription.ended())
                    .toList();
            running.forEach(subscription -> Cancellations.end(story, subscription, story.now()));
            Customer gone = before.gone();
            story.put(gone);
            story.tell("deleted", before);
            return gone;
        });
    }

    /** Removes every trace, without an event: a fetch answers 404 from now on. */
    public void vanish(String id) {
        world.change(story -> {
            Customer before = existing(world, id);
            List.copyOf(world.subscriptions.places(id)).forEach(place -> world.subscriptions.remove(place.id()));
            List.copyOf(world.invoices.places(id)).forEach(place -> world.invoices.remove(place.id()));
            world.customers.remove(id);
            return before;
        });
    }

    static Customer draft(NewCustomer wanted, Story story) {
        String id = wanted.id() == null ? story.id("cus_") : wanted.id();
        return new Customer(id, story.now(), wanted.name(), wanted.email(), wanted.country(), false);
    }

    static Customer existing(World world, String id) {
        Customer customer = world.customers.latest(id);
        if (customer == null || customer.deleted()) {
            throw new IllegalArgumentException("no such customer: " + id);
        }
        return customer;
    }
}
