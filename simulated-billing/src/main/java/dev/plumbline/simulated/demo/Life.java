package dev.plumbline.simulated.demo;

import dev.plumbline.simulated.stripe.Customer;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Chooses to whom something happens next. What is due comes first. */
final class Life {
    private final SimulatedStripe stripe;
    private final RandomGenerator random;
    private final Set<String> still;
    private final DueDates dueDates;
    private final Happenings happenings;
    private final Comings comings;

    Life(SimulatedStripe stripe, RandomGenerator random, Set<String> still) {
        this.stripe = stripe;
        this.random = random;
        this.still = still;
        this.dueDates = new DueDates(stripe, random, still);
        this.happenings = new Happenings(stripe, random);
        this.comings = new Comings(stripe, random);
    }

    List<Event> goOn() {
        Instant now = stripe.now();
        List<Subscription> due = stripe.reading()
                .subscriptions()
                .all()
                .filter(subscription -> DueDates.isDue(subscription, now))
                .toList();
        return due.isEmpty() ? somethingHappens() : dueDates.handle(due.getLast());
    }

    private List<Event> somethingHappens() {
        List<Customer> customers = stripe.reading()
                .customers()
                .all()
                .filter(customer -> !customer.deleted() && !still.contains(customer.id()))
                .toList();
        Customer customer = customers.get(random.nextInt(customers.size()));
        List<Subscription> orders =
                stripe.reading().subscriptions().of(customer.id()).toList();
        List<Subscription> running =
                orders.stream().filter(order -> !order.ended()).toList();
        if (random.nextInt(100) < 2) {
            return comings.newcomer(customer);
        }
        if (running.isEmpty()) {
            return comings.afterTheEnd(customer, orders.size());
        }
        boolean mayEnd = orders.size() < Comings.MOST_SUBSCRIPTIONS;
        return happenings.to(running.get(random.nextInt(running.size())), customer, mayEnd);
    }
}
