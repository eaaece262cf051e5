package dev.plumbline.simulated.demo;

import dev.plumbline.simulated.stripe.ApiVersion;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Item;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Things that happen to customers who are otherwise left alone, and of which no event tells: what a nightly comparison is there
 * to find, one of each kind. The second time so many would lose access that it asks a person.
 */
final class Planting {
    static final String BLOCKED = "cus_castell";
    static final String ACTIVE = "cus_bright";
    static final String PLAN = "cus_fjordvik";
    static final String QUANTITY = "cus_bryggen";
    static final String TERM = "cus_tampere";
    static final String GONE = "cus_lindqvist";
    static final String QUIET = "cus_suomen";
    static final String LAST = "cus_maple";

    /** A time that is none: what shows it cannot be read. */
    static final String UNREADABLE = "cus_tidewater";

    static final Set<String> TOUCHED = Set.of(BLOCKED, ACTIVE, PLAN, QUANTITY, TERM, GONE, QUIET, LAST, UNREADABLE);

    /** Known since the first planting; moves to where less is given, with the second. */
    static final String LIMIT = "cus_frost";

    private static final String SEASON = "season_monthly";
    private static final String DISPUTED = "cus_oude";
    private static final ApiVersion OF_TOMORROW = new ApiVersion("2031-01-01.tomorrow");

    private final SimulatedStripe stripe;

    Planting(SimulatedStripe stripe) {
        this.stripe = stripe;
    }

    void firstTime() {
        stripe.subscriptions().start(BLOCKED, Line.of("team_monthly_2026", 5));
        stripe.cancellations().now(running(ACTIVE).id());
        move(PLAN, "business_yearly");
        Subscription seats = running(QUANTITY);
        Item plan = item(seats, "team_monthly_2026");
        stripe.subscriptions()
                .changeQuantity(seats.id(), plan.id(), (plan.quantity() == null ? 0 : plan.quantity()) + 3);
        move(TERM, "team_yearly_2026");
        stripe.customers().delete(GONE);
        stripe.cancellations().undo(running(QUIET).id());
        stripe.subscriptions()
                .overwrite(running(UNREADABLE).id(), one -> one.anchoredAt(Instant.ofEpochSecond(300_000_000_000L)));
    }

    /**
     * What events do tell of, and what is odd all the same: two customers with one address, a state and a version that nobody
     * knows, plans that count the same in different windows, and money that may go back.
     */
    List<Event> told() {
        var told = new ArrayList<Event>();
        told.addAll(stripe.customers()
                .create(NewCustomer.named("De Oude Molen Holding")
                        .withId("cus_molen")
                        .at("administratie@oude.example")
                        .in("NL"))
                .events());
        told.addAll(stripe.subscriptions()
                .start("cus_molen", Line.of("starter_monthly"))
                .events());
        told.addAll(stripe.subscriptions()
                .become(running("cus_molen").id(), "hibernating")
                .events());
        told.addAll(
                stripe.catalogue().createProduct("prod_season", "Harbor Season").events());
        told.addAll(stripe.catalogue()
                .createPrice(NewPrice.monthly("prod_season", "eur", 700)
                        .withId("price_season_m")
                        .keyed(SEASON))
                .events());
        stripe.speak(OF_TOMORROW);
        told.addAll(stripe.customers()
                .create(NewCustomer.named("Frost Fisk")
                        .withId(LIMIT)
                        .at("post@frost.example")
                        .in("NO"))
                .events());
        stripe.speak(ApiVersion.DAHLIA);
        for (String price : List.of("starter_monthly", SEASON)) {
            told.addAll(stripe.subscriptions().start(LIMIT, Line.of(price)).events());
        }
        told.addAll(stripe.payments()
                .dispute(stripe.reading()
                        .charges()
                        .of(DISPUTED)
                        .findFirst()
                        .orElseThrow()
                        .id())
                .events());
        return told;
    }

    void secondTime() {
        for (String customer : List.of(LAST, PLAN, QUANTITY, TERM)) {
            stripe.cancellations().now(running(customer).id());
        }
        stripe.customers().update(LIMIT, one -> one.livingIn("DE"));
        stripe.cancellations()
                .atPeriodEnd(stripe.reading()
                        .subscriptions()
                        .of(LIMIT)
                        .filter(one -> one.itemFor(SEASON) != null)
                        .findFirst()
                        .orElseThrow()
                        .id());
    }

    private void move(String customer, String price) {
        Subscription subscription = running(customer);
        stripe.subscriptions()
                .changePlan(subscription.id(), subscription.items().getFirst().id(), price);
    }

    private Subscription running(String customer) {
        return stripe.reading()
                .subscriptions()
                .of(customer)
                .filter(one -> !one.ended())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(customer + " has nothing that runs"));
    }

    private static Item item(Subscription subscription, String price) {
        Item item = subscription.itemFor(price);
        return item == null ? subscription.items().getFirst() : item;
    }
}
