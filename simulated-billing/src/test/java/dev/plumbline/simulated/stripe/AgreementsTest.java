package dev.plumbline.simulated.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.api.SimulatedApi;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Schedules, updates that wait for a payment, discounts, money that goes back, and Stripe's own entitlements. */
class AgreementsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant CHANGE = NOW.plus(Duration.ofDays(10));
    private static final Instant END = NOW.plus(Duration.ofDays(40));

    private final SimulatedStripe stripe = new SimulatedStripe(InstantSource.fixed(NOW), 7);
    private final SimulatedApi api = new SimulatedApi(stripe, "rk_test", 7);
    private Subscription bought;

    @BeforeEach
    void sell() {
        stripe.catalogue().createProduct("prod", "Team");
        stripe.catalogue()
                .createPrice(
                        NewPrice.monthly("prod", "eur", 1_000).withId("small").keyed("small_key"));
        stripe.catalogue().createPrice(NewPrice.monthly("prod", "eur", 5_000).withId("large"));
        bought = stripe.subscriptions()
                .checkout(NewCustomer.named("Acme").withId("cus_1"), Line.of("small", 2))
                .object();
    }

    @Test
    void changesASubscriptionPhaseByPhase() {
        Schedule schedule = stripe.schedules()
                .follow(bought.id(), "cancel", new Schedule.Phase(CHANGE, END, Line.of("large", 3)))
                .object();
        JsonNode listed = get("/v1/subscription_schedules", "customer=cus_1&expand[]=data.phases.items.price")
                .path("data")
                .get(0);
        assertThat(listed.path("status").asString()).isEqualTo("active");
        assertThat(listed.path("phases")).hasSize(2);
        assertThat(listed.path("phases")
                        .get(0)
                        .path("items")
                        .get(0)
                        .path("price")
                        .path("lookup_key")
                        .asString())
                .isEqualTo("small_key");
        assertThat(listed.path("current_phase").path("end_date").asLong()).isEqualTo(CHANGE.getEpochSecond());
        assertThat(read().path("schedule").asString()).isEqualTo(schedule.id());

        assertThat(stripe.schedules().advance(schedule.id()).events())
                .extracting(Event::type)
                .containsExactly("customer.subscription.updated", "subscription_schedule.updated");
        assertThat(read().path("items")
                        .path("data")
                        .get(0)
                        .path("price")
                        .path("id")
                        .asString())
                .isEqualTo("large");
        assertThat(stripe.schedules().advance(schedule.id()).events())
                .extracting(Event::type)
                .containsExactly("customer.subscription.deleted", "subscription_schedule.completed");
        assertThat(read().path("ended_at").asLong()).isEqualTo(END.getEpochSecond());
    }

    @Test
    void makesASubscriptionWhenAPlanBegins() {
        Schedule planned = stripe.schedules()
                .plan("cus_1", "release", new Schedule.Phase(CHANGE, END, Line.of("large", 3)))
                .object();
        assertThat(get("/v1/subscription_schedules", "customer=cus_1&scheduled=true")
                        .path("data"))
                .hasSize(1);
        assertThat(get("/v1/subscription_schedules/" + planned.id(), "")
                        .path("subscription")
                        .isNull())
                .isTrue();
        assertThat(stripe.schedules().advance(planned.id()).events())
                .extracting(Event::type)
                .contains("customer.subscription.created", "invoice.paid", "subscription_schedule.updated");
        assertThat(get("/v1/subscription_schedules", "customer=cus_1&scheduled=true")
                        .path("data"))
                .isEmpty();
        assertThat(stripe.schedules().release(planned.id()).object().status()).isEqualTo("released");
    }

    @Test
    void keepsAnUpdateBackUntilItIsPaid() {
        String item = bought.items().getFirst().id();
        stripe.subscriptions().changeOncePaid(bought.id(), item, "large");
        assertThat(read().path("items")
                        .path("data")
                        .get(0)
                        .path("price")
                        .path("id")
                        .asString())
                .isEqualTo("small");
        assertThat(read().path("pending_update").path("subscription_items")).hasSize(1);
        assertThat(stripe.subscriptions().applyPending(bought.id()).events())
                .extracting(Event::type)
                .containsExactly("customer.subscription.updated", "customer.subscription.pending_update_applied");
        assertThat(read().path("items")
                        .path("data")
                        .get(0)
                        .path("price")
                        .path("id")
                        .asString())
                .isEqualTo("large");
        assertThat(read().path("pending_update").isNull()).isTrue();
    }

    @Test
    void namesDiscountsAndTellsMoreToWhoAsks() {
        stripe.subscriptions().discount(bought.id(), Discount.percent("di_1", "SPRING", "25", NOW, null));
        assertThat(read().path("discounts").get(0).asString()).isEqualTo("di_1");
        JsonNode expanded = get("/v1/subscriptions", "customer=cus_1&expand[]=data.discounts.source.coupon");
        assertThat(expanded.path("data")
                        .get(0)
                        .path("discounts")
                        .get(0)
                        .path("source")
                        .path("coupon")
                        .path("percent_off")
                        .asInt())
                .isEqualTo(25);
    }

    @Test
    void listsRefundsWithTheirChargeAndDisputesByTheirs() {
        Charge charge = stripe.reading().charges().of("cus_1").findFirst().orElseThrow();
        stripe.payments().refund(charge.id(), 500);
        stripe.payments().refund(charge.id(), 9_999);
        JsonNode listed = get("/v1/charges", "customer=cus_1&expand[]=data.refunds")
                .path("data")
                .get(0);
        assertThat(listed.path("refunds").path("data"))
                .extracting(one -> one.path("amount").asLong())
                .containsExactly(500L, 1_500L);
        assertThat(listed.path("refunded").asBoolean()).isTrue();
        Dispute dispute = stripe.payments().dispute(charge.id()).object();
        assertThat(stripe.payments().decide(dispute.id(), "won").events())
                .extracting(Event::type)
                .containsExactly("charge.dispute.closed");
        assertThat(get("/v1/disputes", "charge=" + charge.id()).path("data"))
                .singleElement()
                .satisfies(one -> assertThat(one.path("status").asString()).isEqualTo("won"));
    }

    @Test
    void showsTenEntitlementsInASummaryAndAllInTheList() {
        for (int i = 0; i < 12; i++) {
            stripe.catalogue().createFeature("feat_" + i, "key_" + i, "Feature");
            stripe.catalogue().attach("prod", "feat_" + i);
        }
        JsonNode told = stripe.entitlements()
                .tell("cus_1")
                .events()
                .getFirst()
                .json()
                .path("data")
                .path("object");
        assertThat(told.path("entitlements").path("data")).hasSize(10);
        assertThat(told.path("entitlements").path("has_more").asBoolean()).isTrue();
        assertThat(get("/v1/entitlements/active_entitlements", "customer=cus_1&limit=100")
                        .path("data"))
                .hasSize(12);
        stripe.cancellations().now(bought.id());
        assertThat(Entitlements.of(stripe.reading(), "cus_1")).isEqualTo(List.of());
    }

    private JsonNode read() {
        return get("/v1/subscriptions/" + bought.id(), "");
    }

    private JsonNode get(String path, String query) {
        var answer = api.answer("GET", path, query, Map.of("Authorization", "Bearer rk_test"));
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.json();
    }
}
