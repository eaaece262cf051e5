package dev.plumbline.sync.simulation;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Item;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Reading;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to a few customers at the provider: bought, changed, not paid, paid, paused, cancelled, deleted, bought again. */
final class Happenings {
    private static final List<String> PLANS = List.of("price_starter", "price_team", "price_business");
    private static final List<String> COUNTRIES = List.of("DK", "FI", "DE", "US");

    private final SimulatedStripe stripe;
    private final SplittableRandom random;
    private final Tally tally;
    private final List<String> customers = new ArrayList<>();

    Happenings(SimulatedStripe stripe, SplittableRandom random, Tally tally) {
        this.stripe = stripe;
        this.random = random;
        this.tally = tally;
        stripe.catalogue().createProduct("prod_harbor", "Harbor");
        price("price_starter", "starter_monthly", 900);
        price("price_team", "team_monthly_2026", 1_200);
        price("price_business", "business_monthly", 2_500);
        price("price_addon", "addon_invoices_100", 1_500);
        price("price_unmapped", "nobody_knows", 100);
    }

    private void price(String id, String lookupKey, long cents) {
        stripe.catalogue()
                .createPrice(
                        NewPrice.monthly("prod_harbor", "eur", cents).withId(id).keyed(lookupKey));
    }

    /** All that ever were, the deleted and the vanished too. */
    List<String> customers() {
        return customers;
    }

    List<Event> joins() {
        String id = "cus_" + customers.size();
        customers.add(id);
        return stripe.subscriptions()
                .checkout(NewCustomer.named("Customer " + id).withId(id).in("DK"), aPlan())
                .events();
    }

    /** Something happens to anybody who is there. */
    List<Event> next() {
        String customer = customers.get(random.nextInt(customers.size()));
        return isThere(customer) ? happenTo(customer) : List.of();
    }

    /** Something happens to everybody at once. */
    List<List<Event>> burst() {
        return customers.stream().filter(this::isThere).map(this::happenTo).toList();
    }

    /** What is more than before is seen by the first look: no event shows more than the provider's answer. */
    List<List<Event>> everybodyBuysMore() {
        return customers.stream().filter(this::isThere).map(this::buysMore).toList();
    }

    private List<Event> buysMore(String customer) {
        return stripe.reading()
                .subscriptions()
                .of(customer)
                .filter(subscription -> !subscription.ended())
                .findFirst()
                .map(subscription -> stripe.subscriptions()
                        .changeQuantity(
                                subscription.id(),
                                subscription.items().getFirst().id(),
                                30 + random.nextInt(20))
                        .events())
                .orElseGet(
                        () -> stripe.subscriptions().checkout(customer, aPlan()).events());
    }

    private boolean isThere(String customer) {
        var found = stripe.reading().customers().find(customer);
        return found != null && !found.deleted();
    }

    private List<Event> happenTo(String customer) {
        Reading now = stripe.reading();
        List<Subscription> running = now.subscriptions()
                .of(customer)
                .filter(subscription -> !subscription.ended())
                .toList();
        if (running.isEmpty() || random.nextInt(10) == 0) {
            return stripe.subscriptions().checkout(customer, aPlan()).events();
        }
        return happen(running.get(random.nextInt(running.size())));
    }

    /** The first customer stays for ever: with nobody left, no key could be proven to be right. */
    List<Event> deletes() {
        String customer = customers.get(1 + random.nextInt(customers.size() - 1));
        if (!isThere(customer)) {
            return List.of();
        }
        tally.count(Stimulus.CUSTOMER_DELETED);
        return stripe.customers().delete(customer).events();
    }

    /** Something is gone without a trace. */
    void vanishes() {
        String customer = customers.get(1 + random.nextInt(customers.size() - 1));
        if (!isThere(customer)) {
            return;
        }
        tally.count(Stimulus.NEVER_TOLD);
        List<Subscription> all = stripe.reading().subscriptions().of(customer).toList();
        if (all.isEmpty() || random.nextInt(4) == 0) {
            stripe.customers().vanish(customer);
        } else {
            stripe.subscriptions().vanish(all.get(random.nextInt(all.size())).id());
        }
    }

    private List<Event> happen(Subscription subscription) {
        String id = subscription.id();
        Item item = subscription.items().get(random.nextInt(subscription.items().size()));
        return switch (random.nextInt(14)) {
            case 0, 1 ->
                stripe.subscriptions()
                        .changePlan(id, item.id(), aPlan().price())
                        .events();
            case 2, 3 ->
                stripe.subscriptions()
                        .changeQuantity(id, item.id(), 1 + random.nextInt(20))
                        .events();
            case 4 -> stripe.payments().fail(id).events();
            case 5 -> stripe.payments().succeed(id).events();
            case 6 -> stripe.cancellations().atPeriodEnd(id).events();
            case 7 -> stripe.cancellations().undo(id).events();
            case 8 -> stripe.payments().renew(id).events();
            case 9 -> addOrRemove(subscription, item);
            case 10 -> stripe.payments().pauseCollection(id, "void", null).events();
            case 11 -> stripe.payments().resumeCollection(id).events();
            case 12 ->
                stripe.customers()
                        .update(
                                subscription.customer(),
                                customer -> customer.livingIn(COUNTRIES.get(random.nextInt(COUNTRIES.size()))))
                        .events();
            default -> stripe.cancellations().now(id).events();
        };
    }

    private List<Event> addOrRemove(Subscription subscription, Item item) {
        if (subscription.items().size() > 1) {
            return stripe.subscriptions()
                    .removeItem(subscription.id(), item.id())
                    .events();
        }
        String price = random.nextInt(4) == 0 ? "price_unmapped" : "price_addon";
        return stripe.subscriptions()
                .addItem(subscription.id(), Line.of(price, 1 + random.nextInt(3)))
                .events();
    }

    private Line aPlan() {
        return Line.of(PLANS.get(random.nextInt(PLANS.size())), 1 + random.nextInt(9));
    }
}
