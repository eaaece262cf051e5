package dev.plumbline.simulated;

import dev.plumbline.simulated.api.Answer;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A small account to test with: two plans, an add-on, a metered price, and one customer. */
public final class Shop {
    public static final String KEY = "rk_test_shop";
    public static final String ACME = "cus_acme";

    public final SettableClock clock = new SettableClock("2026-03-10T09:30:00Z");
    public final SimulatedStripe stripe;
    public final SimulatedApi api;

    public Shop(long seed) {
        stripe = new SimulatedStripe(clock, seed);
        api = new SimulatedApi(stripe, KEY, seed);
        stripe.catalogue().createProduct("prod_team", "Team");
        stripe.catalogue().createPrice(price("team_monthly"));
        stripe.catalogue().createPrice(price("business_monthly"));
        stripe.catalogue().createPrice(price("add_on"));
        stripe.catalogue()
                .createPrice(NewPrice.yearly("prod_team", "eur", 9_000)
                        .withId("price_team_yearly")
                        .keyed("team_yearly"));
        stripe.catalogue().createPrice(price("metered").byUse());
        stripe.customers()
                .create(NewCustomer.named("Acme Øresund 🚢").withId(ACME).in("DK"));
    }

    private static NewPrice price(String key) {
        return NewPrice.monthly("prod_team", "eur", 1_000)
                .withId("price_" + key)
                .keyed(key);
    }

    public Subscription subscribe(String... prices) {
        List<Line> lines = new ArrayList<>();
        for (String price : prices) {
            lines.add(price.equals("metered") ? Line.metered(price) : Line.of(price, 3));
        }
        return stripe.subscriptions().start(ACME, lines.toArray(Line[]::new)).object();
    }

    public Subscription now(Subscription subscription) {
        return stripe.reading().subscriptions().get(subscription.id());
    }

    public Answer get(String pathAndQuery) {
        String[] halves = pathAndQuery.split("\\?", 2);
        return api.answer(
                "GET", halves[0], halves.length == 2 ? halves[1] : null, Map.of("authorization", "Bearer " + KEY));
    }

    /** Every id of a list, page by page as a caller would. */
    public List<String> walk(String path, int limit) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = get(path + (path.contains("?") ? "&" : "?") + "limit=" + limit + cursor)
                    .json();
            page.path("data").forEach(one -> ids.add(one.path("id").asString()));
            if (!page.path("has_more").booleanValue()) {
                return ids;
            }
            cursor = "&starting_after=" + ids.getLast();
        }
    }
}
