package dev.plumbline.simulated.demo;

import static dev.plumbline.simulated.stripe.Status.ACTIVE;
import static dev.plumbline.simulated.stripe.Status.INCOMPLETE;
import static dev.plumbline.simulated.stripe.Status.PAUSED;
import static dev.plumbline.simulated.stripe.Status.TRIALING;

import dev.plumbline.simulated.stripe.Change;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Renewals, ends of trials and planned ends, when their time has come. */
final class DueDates {
    private final SimulatedStripe stripe;
    private final RandomGenerator random;
    private final Set<String> still;

    DueDates(SimulatedStripe stripe, RandomGenerator random, Set<String> still) {
        this.stripe = stripe;
        this.random = random;
        this.still = still;
    }

    /** A paused or incomplete subscription has no next period to wait for. */
    static boolean isDue(Subscription subscription, Instant now) {
        boolean waiting = subscription.status().equals(PAUSED)
                || subscription.status().equals(INCOMPLETE)
                || subscription.ended();
        Instant end = subscription.cancellation().cancelAt();
        boolean ends = end != null && !end.isAfter(now);
        return !waiting && (ends || !subscription.periodEnd().isAfter(now));
    }

    List<Event> handle(Subscription due) {
        Instant end = due.cancellation().cancelAt();
        if (end != null && !end.isAfter(stripe.now())) {
            return stripe.cancellations().takeEffect(due.id()).events();
        }
        return outcome(due).events();
    }

    private Change<Subscription> outcome(Subscription due) {
        boolean lucky = still.contains(due.customer()) || random.nextInt(10) < 8;
        if (due.status().equals(TRIALING)) {
            return lucky ? stripe.trials().end(due.id()) : stripe.trials().pauseAtEnd(due.id());
        }
        return lucky || !due.status().equals(ACTIVE)
                ? stripe.payments().renew(due.id())
                : stripe.payments().fail(due.id());
    }
}
