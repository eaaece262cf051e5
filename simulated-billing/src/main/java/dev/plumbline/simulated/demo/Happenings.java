package dev.plumbline.simulated.demo;

import static dev.plumbline.simulated.stripe.Status.ACTIVE;
import static dev.plumbline.simulated.stripe.Status.INCOMPLETE;
import static dev.plumbline.simulated.stripe.Status.PAST_DUE;
import static dev.plumbline.simulated.stripe.Status.PAUSED;
import static dev.plumbline.simulated.stripe.Status.TRIALING;
import static dev.plumbline.simulated.stripe.Status.UNPAID;

import dev.plumbline.simulated.stripe.Change;
import dev.plumbline.simulated.stripe.Customer;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** What may happen to a running subscription, by its status; the numbers are shares of a hundred. */
final class Happenings {
    private final SimulatedStripe stripe;
    private final RandomGenerator random;
    private final Choices choices;

    Happenings(SimulatedStripe stripe, RandomGenerator random) {
        this.stripe = stripe;
        this.random = random;
        this.choices = new Choices(stripe, random);
    }

    /** @param mayEnd whether this customer has room for another subscription after this one */
    List<Event> to(Subscription subscription, Customer customer, boolean mayEnd) {
        String id = subscription.id();
        int roll = random.nextInt(100);
        Change<Subscription> change =
                switch (subscription.status()) {
                    case ACTIVE -> active(subscription, roll, mayEnd);
                    case PAST_DUE -> pastDue(id, roll);
                    case UNPAID ->
                        roll < 10 && mayEnd
                                ? stripe.cancellations().now(id)
                                : stripe.payments().succeed(id);
                    case TRIALING -> roll < 30 ? stripe.trials().announceEnd(id) : choices.seats(subscription);
                    case PAUSED -> stripe.trials().resume(id);
                    case INCOMPLETE ->
                        roll < 20 && mayEnd
                                ? stripe.cancellations().expireIncomplete(id)
                                : stripe.payments().succeed(id);
                    default -> choices.seats(subscription);
                };
        return change.events().isEmpty() ? moved(customer) : change.events();
    }

    private Change<Subscription> active(Subscription subscription, int roll, boolean mayEnd) {
        String id = subscription.id();
        boolean planned = subscription.cancellation().canceledAt() != null;
        boolean paused = subscription.pauseCollection() != null;
        if (roll < 8) {
            return stripe.payments().fail(id);
        }
        if (roll < 14 || (planned && roll < 40)) {
            return planned
                    ? stripe.cancellations().undo(id)
                    : stripe.cancellations().atPeriodEnd(id);
        }
        if (roll < 18 || (paused && roll < 50)) {
            return paused
                    ? stripe.payments().resumeCollection(id)
                    : stripe.payments().pauseCollection(id, "keep_as_draft", null);
        }
        if (roll < 20 && mayEnd) {
            return stripe.cancellations().now(id);
        }
        if (roll < 34) {
            return choices.plan(subscription);
        }
        return roll < 48 ? choices.addOn(subscription) : choices.seats(subscription);
    }

    private Change<Subscription> pastDue(String id, int roll) {
        if (roll < 50) {
            return stripe.payments().succeed(id);
        }
        return roll < 80 ? stripe.payments().fail(id) : stripe.payments().exhaustRetries(id);
    }

    /** When nothing else could happen: somebody has a new address. */
    private List<Event> moved(Customer customer) {
        String other = "accounts+" + random.nextInt(1_000) + "@"
                + customer.id().substring("cus_".length()).toLowerCase(Locale.ROOT) + ".example";
        return stripe.customers()
                .update(customer.id(), before -> before.reachedAt(other))
                .events();
    }
}
