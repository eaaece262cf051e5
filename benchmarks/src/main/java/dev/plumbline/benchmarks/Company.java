package dev.plumbline.benchmarks;

import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.api.Weather;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Customers of a simulated Stripe that answers our fetches, and for each an event that one of them changed a subscription. */
final class Company implements AutoCloseable {
    static final String API_KEY = "rk_test_bench";
    static final List<String> FEATURES = List.of("invoices", "seats", "support", "sso", "api_access", "bank_payouts");

    private static final List<String> PRICES = List.of("starter_monthly", "team_monthly_2026", "business_monthly");
    private static final long SEED = 20_261_122;

    private final SimulatedStripe stripe = new SimulatedStripe(InstantSource.system(), SEED);
    private final SimulatedApi api;
    private final SimulatedStripeServer server;
    private final List<String> customers = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    Company(int size) {
        stripe.catalogue().createProduct("prod_bench", "Harbor");
        PRICES.forEach(price -> stripe.catalogue()
                .createPrice(NewPrice.monthly("prod_bench", "eur", 1_200).keyed(price)));
        for (int number = 0; number < size; number++) {
            join("cus_bench%05d".formatted(number), PRICES.get(number % PRICES.size()));
        }
        api = new SimulatedApi(stripe, API_KEY, SEED);
        server = SimulatedStripeServer.start(api, 0);
    }

    private void join(String customer, String price) {
        Subscription subscription = stripe.subscriptions()
                .checkout(
                        NewCustomer.named("Customer " + customer)
                                .withId(customer)
                                .in("DK"),
                        Line.of(price, 5))
                .object();
        var change = stripe.subscriptions()
                .changeQuantity(
                        subscription.id(), subscription.items().getFirst().id(), 7);
        customers.add(customer);
        subscriptions.add(subscription);
        events.add(change.events().getFirst());
    }

    /** From now on this customer has so many seats at the billing system; the event that says so. */
    Event changeSeats(int number, long seats) {
        Subscription subscription = subscriptions.get(number);
        return stripe.subscriptions()
                .changeQuantity(
                        subscription.id(), subscription.items().getFirst().id(), seats)
                .events()
                .getFirst();
    }

    /** How the billing system answers from now on. */
    void weather(Weather weather) {
        api.weather(weather);
    }

    /** Where fetches are to go. */
    String apiBase() {
        return server.base().toString();
    }

    List<String> customers() {
        return List.copyOf(customers);
    }

    /** {@code customer.subscription.updated}, one for each customer. */
    List<Event> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() {
        server.close();
    }
}
