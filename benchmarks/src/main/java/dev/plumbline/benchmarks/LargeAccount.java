package dev.plumbline.benchmarks;

import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** A billing system with a great many customers, each with one subscription that has been running for a while. */
final class LargeAccount implements AutoCloseable {
    static final String PRICE = "team_monthly";
    static final long AMOUNT = 1_900;
    static final long SEATS = 6;
    static final String COUNTRY = "FI";

    private static final long SEED = 20_261_122;
    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
    private static final Duration FOUNDED_FOR = Duration.ofDays(600);

    private final SimulatedStripe stripe = new SimulatedStripe(InstantSource.system(), SEED);
    private final SimulatedStripeServer server;
    private final int size;

    /** @param special so many of the first are on a price that nobody maps */
    LargeAccount(int size, int special) {
        this.size = size;
        stripe.catalogue().createProduct("prod_bench", "Crowd");
        price(NewPrice.monthly("prod_bench", "eur", AMOUNT).keyed(PRICE));
        price(NewPrice.yearly("prod_bench", "eur", 19_900).keyed("team_yearly"));
        price(NewPrice.monthly("prod_bench", "eur", 4_900).keyed("business_monthly"));
        price(NewPrice.monthly("prod_bench", "eur", 3_300).keyed("special"));
        for (int number = 0; number < size; number++) {
            join(number, number < special ? "special" : PRICE);
        }
        server = SimulatedStripeServer.start(new SimulatedApi(stripe, Company.API_KEY, SEED), 0);
    }

    private void price(NewPrice price) {
        stripe.catalogue().createPrice(price.withId("price_" + price.lookupKey()));
    }

    /** Of which nobody is told. */
    void join(int number, String price) {
        silently(() -> stripe.at(
                FIRST.plus(FOUNDED_FOR.multipliedBy(number).dividedBy(size)),
                () -> stripe.subscriptions()
                        .inherit(
                                NewCustomer.named("Customer " + number)
                                        .withId(Crowd.key(number))
                                        .in(COUNTRY),
                                Line.of("price_" + price, SEATS))));
    }

    int size() {
        return size;
    }

    SimulatedStripe stripe() {
        return stripe;
    }

    Subscription subscription(String customer) {
        return stripe.reading().subscriptions().of(customer).findFirst().orElseThrow();
    }

    /** Done, and no event tells of it. */
    void silently(Supplier<?> work) {
        var _ = stripe.silently(work);
    }

    /** Everything, newest first. */
    List<Subscription> after(Subscription last, int atMost) {
        return Objects.requireNonNull(stripe.reading().subscriptions().olderThan(last.id(), null), "It was there")
                .limit(atMost)
                .toList();
    }

    String apiBase() {
        return server.base().toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
