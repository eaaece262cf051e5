package dev.plumbline.sync.support;

import dev.plumbline.simulated.stripe.Change;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.util.List;

/** Customers of the simulated Stripe that buy seats of the team plan and change their minds; nothing is delivered by itself. */
public final class Seats {
    private Seats() {}

    /** The team plan, as {@code price_t}. */
    public static void offer(SimulatedStripe stripe) {
        stripe.catalogue().createProduct("prod_team", "Team");
        stripe.catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
    }

    public static List<Event> buy(RunningPlumbline plumbline, String customer, long seats) {
        return buy(plumbline.stripe(), customer, seats).events();
    }

    public static Change<Subscription> buy(SimulatedStripe stripe, String customer, long seats) {
        return stripe.subscriptions()
                .checkout(NewCustomer.named(customer).withId(customer).in("FI"), Line.of("price_t", seats));
    }

    /** The only one that the customer has. */
    public static Subscription subscription(SimulatedStripe stripe, String customer) {
        return stripe.reading().subscriptions().of(customer).findFirst().orElseThrow();
    }

    public static List<Event> changeSeats(RunningPlumbline plumbline, String customer, long seats) {
        return changeSeats(plumbline.stripe(), customer, seats).events();
    }

    public static Change<Subscription> changeSeats(SimulatedStripe stripe, String customer, long seats) {
        Subscription subscription = subscription(stripe, customer);
        return stripe.subscriptions()
                .changeQuantity(
                        subscription.id(), subscription.items().getFirst().id(), seats);
    }

    /** What it may have now, by the API. */
    public static int seats(RunningPlumbline plumbline, String customer) {
        return plumbline.check(customer, "seats").path("limit").asInt();
    }

    public static boolean hasAccess(RunningPlumbline plumbline, String customer) {
        return plumbline.check(customer, "api_access").get("hasAccess").asBoolean();
    }
}
