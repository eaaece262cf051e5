package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeObjects.CREATED;
import static dev.plumbline.connectors.stripe.StripeObjects.END;
import static dev.plumbline.connectors.stripe.StripeObjects.START;
import static dev.plumbline.connectors.stripe.StripeObjects.customer;
import static dev.plumbline.connectors.stripe.StripeObjects.item;
import static dev.plumbline.connectors.stripe.StripeObjects.json;
import static dev.plumbline.connectors.stripe.StripeObjects.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.connectors.Subscription;
import dev.plumbline.connectors.Subscription.Item;
import dev.plumbline.connectors.Subscription.Phase;
import dev.plumbline.connectors.Subscription.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** F-50: what was agreed for later is known before it comes. */
class StripeSchedulesTest {
    private static final long LATER = END + 2_592_000;

    private final InMemoryStripe stripe = new InMemoryStripe().has("/v1/customers/cus_1", customer("cus_1"));
    private final ObjectNode followed =
            subscription("sub_1", "cus_1", item("si_1", "price_1")).put("schedule", "sub_sched_1");

    @Test
    @DisplayName("F-50 the phases after Stripe's current one are ahead, with what they sell and how many")
    void readsThePhasesAhead() {
        ObjectNode schedule =
                schedule("active", "release", phase(START, END, "price_1", 3), phase(END, LATER, "price_2", 5));
        schedule.putObject("current_phase").put("start_date", START).put("end_date", END);

        Subscription ours = only(schedule, followed);

        assertThat(ours.items()).extracting(Item::price).containsExactly("price_1");
        assertThat(ours.schedule()).isEqualTo("sub_sched_1");
        assertThat(ours.endsAt()).isNull();
        assertThat(ours.ahead())
                .containsExactly(new Phase(
                        at(END),
                        null,
                        null,
                        List.of(new Item(
                                "sub_sched_1/" + END + "/0",
                                at(END),
                                "price_2",
                                "key_of_price_2",
                                "prod_1",
                                5L,
                                null,
                                null))));
    }

    @Test
    @DisplayName("F-50 a phase that our clock calls begun is still ahead while Stripe has not begun it")
    void goesByStripesCurrentPhase() {
        long past = InMemoryStripe.NOW.getEpochSecond() - 10;
        ObjectNode schedule =
                schedule("active", "release", phase(CREATED, past, "price_1", 3), phase(past, LATER, "price_2", 5));
        schedule.putObject("current_phase").put("start_date", CREATED).put("end_date", past);

        assertThat(only(schedule, followed).ahead()).extracting(Phase::from).containsExactly(at(past));
    }

    @ParameterizedTest
    @CsvSource({"release, ", "cancel, 1795192000", "none, ", "renew, ", "something_new, "})
    @DisplayName("F-50 only a schedule that cancels ends the subscription with its last phase")
    void endsOnlyByCancel(String behavior, Long end) {
        ObjectNode schedule =
                schedule("active", behavior, phase(START, END, "price_1", 3), phase(END, LATER, "price_2", 5));
        schedule.putObject("current_phase").put("start_date", START).put("end_date", END);

        assertThat(only(schedule, followed).endsAt()).isEqualTo(end == null ? null : at(end));
        // What the subscription says of its own end counts before what its schedule says.
        assertThat(only(schedule, followed.put("cancel_at", END)).endsAt()).isEqualTo(at(END));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "released", "canceled", "something_new"})
    @DisplayName("F-50 a schedule that is over says nothing")
    void ignoresWhatIsOver(String status) {
        ObjectNode schedule =
                schedule(status, "cancel", phase(START, END, "price_1", 3), phase(END, LATER, "price_2", 5));

        assertThat(only(schedule, followed).ahead()).isEmpty();
        assertThat(only(schedule, followed).endsAt()).isNull();
    }

    @Test
    @DisplayName("F-50 a schedule that was not started is a subscription that does not exist yet")
    void isPendingBeforeItExists() {
        ObjectNode schedule = schedule("not_started", "cancel", phase(END, LATER, "price_2", 5));
        schedule.putNull("subscription").putNull("current_phase");
        ((ObjectNode) schedule.path("phases").get(0)).put("trial_end", END + 10);
        stripe.lists("/v1/subscription_schedules", schedule).lists("/v1/subscriptions");

        Subscription ours = stripe.snapshot("cus_1").subscriptions().getFirst();

        assertThat(ours.id()).isEqualTo("sub_sched_1").isEqualTo(ours.schedule());
        assertThat(ours.status()).isEqualTo(Status.PENDING);
        assertThat(ours.startedAt()).isEqualTo(at(END));
        assertThat(ours.endsAt()).isEqualTo(at(LATER));
        assertThat(ours.items()).isEmpty();
        assertThat(ours.ahead()).singleElement().satisfies(phase -> {
            assertThat(phase.from()).isEqualTo(at(END));
            assertThat(phase.trialEndsAt()).isEqualTo(at(END + 10));
            assertThat(phase.items()).extracting(Item::quantity).containsExactly(5L);
        });
    }

    @Test
    @DisplayName("F-50 one that began between the two reads is told by its subscription alone")
    void countsWhatBeganMeanwhileOnce() {
        ObjectNode schedule = schedule("not_started", "release", phase(START, END, "price_1", 3));

        assertThat(only(schedule, followed).id()).isEqualTo("sub_1");
    }

    @Test
    void countsPeriodsAnewWhereAPhaseSaysSo() {
        ObjectNode next = phase(END, LATER, "price_2", 5).put("billing_cycle_anchor", "phase_start");
        ObjectNode schedule = schedule("active", "release", phase(START, END, "price_1", 3), next);
        schedule.putObject("current_phase").put("start_date", START).put("end_date", END);

        assertThat(only(schedule, followed).ahead())
                .extracting(Phase::billingAnchor)
                .containsExactly(at(END));
    }

    @Test
    @DisplayName("F-49 F-47 phases have metered items without a quantity, in any number")
    void readsItemsWithoutAQuantity() {
        ObjectNode next = phase(END, LATER, "price_2", 5);
        for (int i = 0; i < 15; i++) {
            next.withArray("items").add(json("{\"price\":\"price_metered_" + i + "\"}"));
        }
        ObjectNode schedule = schedule("active", "release", phase(START, END, "price_1", 3), next);
        schedule.putObject("current_phase").put("start_date", START).put("end_date", END);

        assertThat(only(schedule, followed).ahead().getFirst().items())
                .hasSize(16)
                .last()
                .satisfies(item -> {
                    assertThat(item.price()).isEqualTo("price_metered_14");
                    assertThat(item.quantity()).isNull();
                    assertThat(item.lookupKey()).isNull();
                });
    }

    @Test
    @DisplayName("F-51 an update that waits for its payment changes nothing until it is applied")
    void ignoresAPendingUpdate() {
        Subscription before = InMemoryStripe.read(subscription("sub_1", "cus_1", item("si_1", "price_1")));
        ObjectNode waiting = subscription("sub_1", "cus_1", item("si_1", "price_1"));
        waiting.putObject("pending_update")
                .put("expires_at", LATER)
                .put("trial_end", LATER)
                .putArray("subscription_items")
                .add(item("si_1", "price_2").put("quantity", 99));

        assertThat(InMemoryStripe.read(waiting)).isEqualTo(before);
    }

    private Subscription only(ObjectNode schedule, ObjectNode subscription) {
        stripe.lists("/v1/subscription_schedules", schedule).lists("/v1/subscriptions", subscription);
        List<Subscription> all = stripe.snapshot("cus_1").subscriptions();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static ObjectNode schedule(String status, String endBehavior, ObjectNode... phases) {
        ObjectNode schedule = json("""
                {"id":"sub_sched_1","object":"subscription_schedule","customer":"cus_1","subscription":"sub_1","livemode":true,
                 "created":%d,"canceled_at":null,"released_subscription":null,"default_settings":{"x":1}}
                """.formatted(CREATED)).put("status", status).put("end_behavior", endBehavior);
        var all = schedule.putArray("phases");
        for (ObjectNode phase : phases) {
            all.add(phase);
        }
        return schedule;
    }

    private static ObjectNode phase(long from, long until, String price, long quantity) {
        return json("""
                {"start_date":%d,"end_date":%d,"currency":"eur","trial_end":null,"billing_cycle_anchor":null,"discounts":[],
                 "items":[{"price":{"id":"%s","object":"price","lookup_key":"key_of_%3$s","product":"prod_1"},"quantity":%d,
                           "discounts":[],"metadata":{}}]}
                """.formatted(from, until, price, quantity));
    }

    private static Instant at(long epochSecond) {
        return Instant.ofEpochSecond(epochSecond);
    }
}
