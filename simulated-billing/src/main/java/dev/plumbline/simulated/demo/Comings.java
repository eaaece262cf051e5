package dev.plumbline.simulated.demo;

import dev.plumbline.simulated.stripe.Customer;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Start;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** New customers, and customers who come back or leave for good. Bounded, so that a demo can run for weeks. */
final class Comings {
    static final int MOST_SUBSCRIPTIONS = 6;
    private static final int MOST_CUSTOMERS_EVER = 52;
    private static final int MOST_DEPARTED = 6;

    private static final List<String> COUNTRIES = List.of("DK", "FI", "DE", "US", "JP", "SE", "FR");
    private static final List<String> FIRST =
            List.of("Amber", "Birch", "Cedar", "Dune", "Ember", "Fern", "Gale", "Heron");
    private static final List<String> SECOND = List.of("Books", "Clinic", "Foods", "Works", "Yachts", "Films", "Tools");

    private final SimulatedStripe stripe;
    private final RandomGenerator random;

    Comings(SimulatedStripe stripe, RandomGenerator random) {
        this.stripe = stripe;
        this.random = random;
    }

    /** Somebody signs up on the payment page; when the house is full, somebody known is renamed instead. */
    List<Event> newcomer(Customer known) {
        String name = one(FIRST) + " " + one(SECOND);
        if (everCustomers() >= MOST_CUSTOMERS_EVER) {
            return stripe.customers()
                    .update(known.id(), before -> before.named(renamed(before.name())))
                    .events();
        }
        String address = name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@post.example";
        NewCustomer customer = NewCustomer.named(name).at(address).in(one(COUNTRIES));
        return stripe.subscriptions()
                .checkout(
                        customer, Line.of(one(List.of("starter_monthly", "team_monthly_2026")), 1 + random.nextInt(6)))
                .events();
    }

    /** A customer without a subscription orders again, moves, or has the account deleted. */
    List<Event> afterTheEnd(Customer customer, int subscriptionsEver) {
        int roll = random.nextInt(100);
        if (subscriptionsEver < MOST_SUBSCRIPTIONS && roll < 70) {
            List<Line> order = List.of(Line.of("team_monthly_2026", 2 + random.nextInt(6)));
            Start how = roll < 25
                    ? Start.trialUntil(stripe.now().plus(Duration.ofDays(14)))
                    : roll < 40 ? Start.incomplete() : Start.now();
            return stripe.subscriptions().start(customer.id(), how, order).events();
        }
        if (roll < 75 && departed() < MOST_DEPARTED) {
            return stripe.customers().delete(customer.id()).events();
        }
        String next = one(COUNTRIES);
        return stripe.customers()
                .update(customer.id(), before -> before.livingIn(next).named(renamed(before.name())))
                .events();
    }

    private static String renamed(String name) {
        return name.endsWith(" Group") ? name.substring(0, name.length() - " Group".length()) : name + " Group";
    }

    private long departed() {
        return stripe.reading().customers().all().filter(Customer::deleted).count();
    }

    private long everCustomers() {
        return stripe.reading().customers().all().count();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
