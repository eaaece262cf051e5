package dev.plumbline.sync.support;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import java.util.List;

/** Customers of the simulated Stripe that buy seats of the team plan and change their minds; nothing is delivered by itself. */
public final class Seats {
    private Seats() {}

    public static List<Event> buy(RunningPlumbline plumbline, String customer, long seats) {
        return plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named(customer).withId(customer).in("FI"), Line.of("price_t", seats))
                .events();
    }

    public static List<Event> changeSeats(RunningPlumbline plumbline, String customer, long seats) {
        var subscription = plumbline
                .stripe()
                .reading()
                .subscriptions()
                .of(customer)
                .findFirst()
                .orElseThrow();
        return plumbline
                .stripe()
                .subscriptions()
                .changeQuantity(
                        subscription.id(), subscription.items().getFirst().id(), seats)
                .events();
    }

    /** What it may have now, by the API. */
    public static int seats(RunningPlumbline plumbline, String customer) {
        return plumbline.check(customer, "seats").get("limit").asInt();
    }
}
