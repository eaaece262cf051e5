package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Start;
import dev.plumbline.sync.support.RunningPlumbline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Any order and doubling of a customer's deliveries ends in the same entitlements: real HTTP, real PostgreSQL. */
class CheckoutOrdersTest {
    private static final long SEED = Long.getLong("plumbline.seed", new SplittableRandom().nextLong() >>> 16);
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start();
        var catalogue = plumbline.stripe().catalogue();
        catalogue.createProduct("prod_team", "Team");
        catalogue.createPrice(
                NewPrice.monthly("prod_team", "eur", 1_200).withId("price_t").keyed("team_monthly_2026"));
        catalogue.createPrice(
                NewPrice.monthly("prod_team", "eur", 1_500).withId("price_a").keyed("addon_invoices_100"));
        catalogue.createPrice(
                NewPrice.monthly("prod_team", "eur", 2_500).withId("price_b").keyed("business_monthly"));
        System.out.println("seed " + SEED);
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    @Test
    @DisplayName("F-3 F-4 all 120 orders of a five-event checkout, the provider moving on in between, end the same")
    void endsTheSameInEveryOrder() {
        List<List<Integer>> orders = permutations(List.of(0, 1, 2, 3, 4));
        assertThat(orders).hasSize(120);
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < orders.size(); i++) {
            deliver(new Checkout(plumbline.stripe(), "cus_order_" + i), orders.get(i), random);
        }
        comesToRest();
        Map<String, List<String>> ends = new HashMap<>();
        for (int i = 0; i < orders.size(); i++) {
            ends.computeIfAbsent(answer("cus_order_" + i), _ -> new ArrayList<>())
                    .add(orders.get(i).toString());
        }
        assertThat(ends).as("one end for every order").hasSize(1);
        assertThat(ends.keySet().iterator().next()).contains("seats=9").contains("invoices=500");
    }

    /** An event can arrive only after it happened; so the provider moves exactly as far as the order needs. */
    private static void deliver(Checkout checkout, List<Integer> order, SplittableRandom random) {
        for (int event : order) {
            assertThat(plumbline.deliver(checkout.eventOf(event))).isEqualTo(200);
            if (random.nextInt(3) == 0) {
                comesToRest();
            }
            if (random.nextInt(4) == 0) {
                assertThat(plumbline.deliver(checkout.eventOf(event))).isEqualTo(200);
            }
        }
    }

    /** Five steps of a purchase; each is one event. */
    private static final class Checkout {
        private final SimulatedStripe stripe;
        private final String customer;
        private final List<Event> events = new ArrayList<>();
        private String subscription = "";

        Checkout(SimulatedStripe stripe, String customer) {
            this.stripe = stripe;
            this.customer = customer;
        }

        Event eventOf(int step) {
            while (events.size() <= step) {
                events.add(go(events.size()).getFirst());
            }
            return events.get(step);
        }

        private List<Event> go(int step) {
            return switch (step) {
                case 0 ->
                    stripe.customers()
                            .create(NewCustomer.named("Buyer").withId(customer).in("DK"))
                            .events();
                case 1 -> {
                    var started =
                            stripe.subscriptions().start(customer, Start.incomplete(), List.of(Line.of("price_t", 6)));
                    subscription = started.id();
                    yield started.events();
                }
                case 2 -> stripe.payments().succeed(subscription).events();
                case 3 -> {
                    String item = stripe.reading()
                            .subscriptions()
                            .get(subscription)
                            .items()
                            .getFirst()
                            .id();
                    yield stripe.subscriptions()
                            .changeQuantity(subscription, item, 9)
                            .events();
                }
                default ->
                    stripe.subscriptions()
                            .addItem(subscription, Line.of("price_a", 2))
                            .events();
            };
        }
    }

    @Test
    @DisplayName("Two subjects of one customer race: in the end the customer has what both give")
    void mergesWhatTwoSubjectsGive() {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < 30; i++) {
            String customer = "shared-" + i;
            plumbline.put("/v1/customers/" + customer, Map.of("name", "Shared " + i, "country", "DK"));
            String left = "cus_left_" + i;
            String right = "cus_right_" + i;
            for (String subject : List.of(left, right)) {
                assertThat(plumbline
                                .put("/v1/customers/" + customer + "/links/stripe/default/" + subject, Map.of())
                                .statusCode())
                        .isLessThan(300);
            }
            List<Event> events = new ArrayList<>(plumbline
                    .stripe()
                    .subscriptions()
                    .checkout(NewCustomer.named("Left").withId(left).in("DK"), Line.of("price_t", 5 + i))
                    .events());
            events.addAll(plumbline
                    .stripe()
                    .subscriptions()
                    .checkout(NewCustomer.named("Right").withId(right).in("DK"), Line.of("price_b", 3))
                    .events());
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            while (!events.isEmpty()) {
                answers.add(plumbline.deliverSoon(
                        events.remove(random.nextInt(events.size())).body()));
            }
            assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
        }
        comesToRest();
        for (int i = 0; i < 30; i++) {
            assertThat(plumbline.check("shared-" + i, "seats").get("limit").asInt())
                    .as("seats of the larger subscription of shared-" + i)
                    .isEqualTo(Math.max(5 + i, 5));
            assertThat(plumbline.check("shared-" + i, "sso").get("hasAccess").asBoolean())
                    .as("single sign-on from the other one")
                    .isTrue();
        }
    }

    private static String answer(String customer) {
        JsonNode all = plumbline.json("/v1/customers/" + customer + "/entitlements?consistency=strict");
        var words = new java.util.TreeMap<String, String>();
        all.get("data")
                .forEach(feature -> words.put(
                        feature.get("feature").asString(),
                        feature.get("hasAccess").asBoolean() + " "
                                + feature.get("feature").asString() + "="
                                + feature.path("limit").asString("-") + " "
                                + feature.path("level").asString("-") + " "
                                + feature.get("reason").asString()));
        return words.toString();
    }

    private static void comesToRest() {
        plumbline.comeToRest();
    }

    private static List<List<Integer>> permutations(List<Integer> of) {
        if (of.isEmpty()) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<Integer>>();
        for (Integer first : of) {
            var rest = new ArrayList<>(of);
            rest.removeIf(first::equals);
            for (List<Integer> order : permutations(rest)) {
                var whole = new ArrayList<Integer>();
                whole.add(first);
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
    }
}
