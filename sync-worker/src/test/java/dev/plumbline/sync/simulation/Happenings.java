package dev.plumbline.sync.simulation;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Item;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to a few customers at the provider: bought, changed, not paid, paid, cancelled, bought again. */
final class Happenings {
    private static final List<String> PLANS = List.of("price_starter", "price_team", "price_business");

    private final SimulatedStripe stripe;
    private final SplittableRandom random;
    private final List<String> customers = new ArrayList<>();

    Happenings(SimulatedStripe stripe, SplittableRandom random, int customers) {
        this.stripe = stripe;
        this.random = random;
        stripe.catalogue().createProduct("prod_harbor", "Harbor");
        price("price_starter", "starter_monthly", 900);
        price("price_team", "team_monthly_2026", 1_200);
        price("price_business", "business_monthly", 2_500);
        price("price_addon", "addon_invoices_100", 1_500);
        for (int i = 0; i < customers; i++) {
            this.customers.add("cus_" + i);
        }
    }

    private void price(String id, String lookupKey, long cents) {
        stripe.catalogue()
                .createPrice(
                        NewPrice.monthly("prod_harbor", "eur", cents).withId(id).keyed(lookupKey));
    }

    List<String> customers() {
        return customers;
    }

    List<Event> beginning() {
        var events = new ArrayList<Event>();
        for (String id : customers) {
            events.addAll(stripe.subscriptions()
                    .checkout(NewCustomer.named("Customer " + id).withId(id).in("DK"), aPlan())
                    .events());
        }
        return events;
    }

    List<Event> next() {
        String customer = customers.get(random.nextInt(customers.size()));
        List<Subscription> running = stripe.reading()
                .subscriptions()
                .of(customer)
                .filter(subscription -> !subscription.ended())
                .toList();
        if (running.isEmpty() || random.nextInt(10) == 0) {
            return stripe.subscriptions().checkout(customer, aPlan()).events();
        }
        return happen(running.get(random.nextInt(running.size())));
    }

    private List<Event> happen(Subscription subscription) {
        String id = subscription.id();
        Item item = subscription.items().get(random.nextInt(subscription.items().size()));
        return switch (random.nextInt(8)) {
            case 0 ->
                stripe.subscriptions()
                        .changePlan(id, item.id(), aPlan().price())
                        .events();
            case 1 ->
                stripe.subscriptions()
                        .changeQuantity(id, item.id(), 1 + random.nextInt(20))
                        .events();
            case 2 -> stripe.payments().fail(id).events();
            case 3 -> stripe.payments().succeed(id).events();
            case 4 -> stripe.cancellations().atPeriodEnd(id).events();
            case 5 -> stripe.cancellations().undo(id).events();
            case 6 -> stripe.payments().renew(id).events();
            default -> stripe.cancellations().now(id).events();
        };
    }

    private Line aPlan() {
        return Line.of(PLANS.get(random.nextInt(PLANS.size())), 1 + random.nextInt(9));
    }
}
