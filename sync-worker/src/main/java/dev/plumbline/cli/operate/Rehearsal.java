package dev.plumbline.cli.operate;

import dev.plumbline.simulated.stripe.Charge;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Start;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A customer's life at a simulated Stripe, to have events of every kind that look like the real ones: the same fields, the same
 * order, ids that are new each time. Only whom they are about is chosen; what is true is fetched by whoever hears of them.
 */
final class Rehearsal {
    private static final String PRODUCT = "prod_rehearsal";
    private static final String PRICE = "price_rehearsal_monthly";
    private static final String OTHER_PRICE = "price_rehearsal_yearly";

    private final SimulatedStripe stripe;
    /** What happened, each with the events that tell of it. */
    private final List<List<Event>> acts = new ArrayList<>();

    private Rehearsal(SimulatedStripe stripe) {
        this.stripe = stripe;
    }

    /** @param seed ids follow from it */
    static Rehearsal of(String customer, boolean live, Instant now, long seed) {
        var settings = live ? Settings.liveMode() : Settings.testMode();
        var rehearsal = new Rehearsal(new SimulatedStripe(InstantSource.fixed(now), seed, settings));
        rehearsal.play(customer, now);
        return rehearsal;
    }

    List<String> types() {
        var types = new TreeSet<String>();
        acts.forEach(act -> act.forEach(event -> types.add(event.type())));
        return List.copyOf(types);
    }

    /** The events of the first act that has one of this type, in their order; empty when none has. */
    List<Event> actWith(String type) {
        return acts.stream()
                .filter(act -> act.stream().anyMatch(event -> event.type().equals(type)))
                .findFirst()
                .orElse(List.of());
    }

    private void play(String customer, Instant now) {
        acts.add(stripe.catalogue().createProduct(PRODUCT, "Rehearsal").events());
        acts.add(stripe.catalogue()
                .createPrice(NewPrice.monthly(PRODUCT, "eur", 1_200).withId(PRICE))
                .events());
        acts.add(stripe.catalogue()
                .createPrice(NewPrice.yearly(PRODUCT, "eur", 12_000).withId(OTHER_PRICE))
                .events());
        acts.add(stripe.catalogue()
                .updatePrice(OTHER_PRICE, price -> price.keyed("rehearsal_yearly"))
                .events());
        acts.add(stripe.subscriptions()
                .checkout(NewCustomer.named("Rehearsal").withId(customer).in("DK"), Line.of(PRICE, 3))
                .events());
        String subscription = newest(customer);
        String item = stripe.reading()
                .subscriptions()
                .get(subscription)
                .items()
                .getFirst()
                .id();
        acts.add(stripe.subscriptions().changeQuantity(subscription, item, 5).events());
        acts.add(stripe.payments().renew(subscription).events());
        acts.add(stripe.payments().fail(subscription).events());
        acts.add(stripe.payments().succeed(subscription).events());
        Charge charge = stripe.reading().charges().all().findFirst().orElseThrow();
        acts.add(stripe.payments().refund(charge.id(), 100).events());
        acts.add(stripe.payments().dispute(charge.id()).events());
        trial(customer, now);
        acts.add(stripe.cancellations().now(subscription).events());
        acts.add(stripe.customers()
                .update(customer, one -> one.named("Rehearsal, renamed"))
                .events());
        acts.add(stripe.customers().delete(customer).events());
    }

    private void trial(String customer, Instant now) {
        Subscription trial = stripe.subscriptions()
                .start(customer, Start.trialUntil(now.plus(Duration.ofDays(3))), List.of(Line.of(PRICE)))
                .object();
        acts.add(stripe.trials().announceEnd(trial.id()).events());
        acts.add(stripe.trials().pauseAtEnd(trial.id()).events());
        acts.add(stripe.trials().resume(trial.id()).events());
    }

    private String newest(String customer) {
        return stripe.reading()
                .subscriptions()
                .of(customer)
                .findFirst()
                .orElseThrow()
                .id();
    }
}
