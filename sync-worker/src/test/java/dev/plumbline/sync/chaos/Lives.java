package dev.plumbline.sync.chaos;

import dev.plumbline.simulated.stripe.Change;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Item;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Start;
import dev.plumbline.simulated.stripe.Status;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Customers come, change their mind a few times and then are quiet for ever while others come: what a trouble did wrong to one of
 * them is not put right by its next change.
 */
final class Lives {
    private static final List<String> COUNTRIES = List.of("DK", "SE", "FI", "DE", "FR", "US");
    private static final String ADD_ON = "addon_invoices_100";

    private final SimulatedStripe stripe;
    private final SplittableRandom random;
    private final List<Life> living = new ArrayList<>();
    private final List<String> customers = new ArrayList<>();

    private static final class Life {
        final String customer;
        int changesLeft;

        Life(String customer, int changesLeft) {
            this.customer = customer;
            this.changesLeft = changesLeft;
        }
    }

    Lives(SimulatedStripe stripe, long seed) {
        this.stripe = stripe;
        this.random = new SplittableRandom(seed);
    }

    List<String> customers() {
        return List.copyOf(customers);
    }

    /** Somebody new signs up. */
    List<Event> comes() {
        String customer = "cus_chaos_" + customers.size();
        customers.add(customer);
        living.add(new Life(customer, 4 + random.nextInt(8)));
        var person = NewCustomer.named("Customer " + customers.size())
                .withId(customer)
                .in(COUNTRIES.get(random.nextInt(COUNTRIES.size())));
        if (random.nextInt(3) > 0) {
            return stripe.subscriptions().checkout(person, plan()).events();
        }
        List<Event> events = new ArrayList<>(stripe.customers().create(person).events());
        Start start = random.nextBoolean()
                ? Start.incomplete()
                : Start.trialUntil(stripe.now().plus(Duration.ofDays(14)));
        events.addAll(
                stripe.subscriptions().start(customer, start, List.of(plan())).events());
        return events;
    }

    /** Something happens to somebody; whoever has had enough is followed by somebody new. */
    List<Event> goOn() {
        int who = random.nextInt(living.size());
        Life life = living.get(who);
        if (life.changesLeft-- == 0) {
            living.remove(who);
            return comes();
        }
        return stripe.reading()
                .subscriptions()
                .of(life.customer)
                .filter(subscription -> !subscription.ended())
                .findFirst()
                .map(running -> change(running).events())
                .orElseGet(() ->
                        stripe.subscriptions().checkout(life.customer, plan()).events());
    }

    private Change<Subscription> change(Subscription running) {
        String id = running.id();
        Item item = running.items().getFirst();
        return switch (random.nextInt(14)) {
            case 0, 1, 2, 3 -> stripe.subscriptions().changeQuantity(id, item.id(), 1 + random.nextInt(60));
            case 4, 5, 6 -> stripe.subscriptions().changePlan(id, item.id(), plan().price());
            case 7 ->
                owes(running)
                        ? stripe.payments().succeed(id)
                        : stripe.payments().fail(id);
            case 8 ->
                owes(running)
                        ? stripe.payments().succeed(id)
                        : stripe.payments().exhaustRetries(id);
            case 9 ->
                isPaused(running) ? stripe.trials().resume(id) : stripe.trials().pauseAtEnd(id);
            case 10 ->
                running.pauseCollection() == null
                        ? stripe.payments().pauseCollection(id, "void", null)
                        : stripe.payments().resumeCollection(id);
            case 11 -> stripe.cancellations().now(id);
            case 12 ->
                running.cancellation().atPeriodEnd()
                        ? stripe.cancellations().undo(id)
                        : stripe.cancellations().atPeriodEnd(id);
            default -> addOn(running);
        };
    }

    private Change<Subscription> addOn(Subscription running) {
        Item bought = running.itemFor(ADD_ON);
        return bought == null
                ? stripe.subscriptions().addItem(running.id(), Line.of(ADD_ON, 1 + random.nextInt(5)))
                : stripe.subscriptions().removeItem(running.id(), bought.id());
    }

    private Line plan() {
        List<String> keys = List.copyOf(Truth.PLANS.keySet());
        return Line.of(keys.get(random.nextInt(keys.size())), 1 + random.nextInt(40));
    }

    private static boolean owes(Subscription running) {
        return !running.status().equals(Status.ACTIVE) && !running.status().equals(Status.TRIALING);
    }

    private static boolean isPaused(Subscription running) {
        return running.status().equals(Status.PAUSED);
    }
}
