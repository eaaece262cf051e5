package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeObjects.CREATED;
import static dev.plumbline.connectors.stripe.StripeObjects.END;
import static dev.plumbline.connectors.stripe.StripeObjects.customer;
import static dev.plumbline.connectors.stripe.StripeObjects.item;
import static dev.plumbline.connectors.stripe.StripeObjects.json;
import static dev.plumbline.connectors.stripe.StripeObjects.list;
import static dev.plumbline.connectors.stripe.StripeObjects.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.connectors.Discount;
import dev.plumbline.connectors.Reversal;
import dev.plumbline.connectors.Reversal.Kind;
import dev.plumbline.connectors.Reversal.Stage;
import dev.plumbline.connectors.Snapshot;
import dev.plumbline.connectors.Subscription;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What prices are reduced by, and what was paid and went back. */
class StripeMoneyTest {
    private static final String QUARTER_OFF = """
            {"id":"co_1","object":"coupon","percent_off":25.5,"amount_off":null,"currency":null,"duration":"repeating"}""";
    private static final Discount QUARTER = new Discount(
            "di_1",
            "co_1",
            new BigDecimal("25.5"),
            null,
            null,
            Instant.ofEpochSecond(CREATED),
            Instant.ofEpochSecond(END));

    private final InMemoryStripe stripe = new InMemoryStripe().has("/v1/customers/cus_1", customer("cus_1"));

    @Test
    @DisplayName("F-36 a discount is the same fact in the shape before clover and since")
    void readsBothShapesOfADiscount() {
        String clover = "\"source\":{\"type\":\"coupon\",\"coupon\":" + QUARTER_OFF + "}";
        assertThat(with(discount(clover)).discounts()).containsExactly(QUARTER);
        assertThat(with(discount("\"coupon\":" + QUARTER_OFF)).discounts()).containsExactly(QUARTER);
    }

    @Test
    void keepsWhatIsOnlyNamed() {
        ObjectNode theirs = subscription("sub_1", "cus_1", item("si_1", "price_1"));
        theirs.putArray("discounts").add("di_9");
        ObjectNode line = (ObjectNode) theirs.path("items").path("data").get(0);
        line.putArray("discounts").add(json(discount("\"source\":{\"type\":\"coupon\",\"coupon\":\"co_1\"}")));

        Subscription ours = InMemoryStripe.read(theirs);

        assertThat(ours.discounts()).containsExactly(new Discount("di_9", null, null, null, null, null, null));
        assertThat(ours.items().getFirst().discounts()).singleElement().satisfies(discount -> {
            assertThat(discount.coupon()).isEqualTo("co_1");
            assertThat(discount.percentOff()).isNull();
        });
    }

    @Test
    void readsAnAmountOffAndTheCustomersOwnDiscount() {
        String tenOff = "\"source\":{\"coupon\":{\"id\":\"co_2\",\"amount_off\":1000,\"currency\":\"jpy\"}}";
        ObjectNode acme = customer("cus_1");
        acme.set("discount", json(discount(tenOff).replace("\"end\":" + END, "\"end\":null")));
        stripe.has("/v1/customers/cus_1", acme).lists("/v1/subscriptions");

        assertThat(stripe.snapshot("cus_1").discounts())
                .containsExactly(
                        new Discount("di_1", "co_2", null, 1_000L, "JPY", Instant.ofEpochSecond(CREATED), null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"id":"co_1","percent_off":"a lot"}
            {"id":"co_1","percent_off":1e999999999}
            {"id":"co_1","amount_off":1.5,"currency":"eur"}
            {"id":["co_1"],"percent_off":{}}
            """)
    @DisplayName("F-33 no answer depends on a discount, so an odd one costs nothing but itself")
    void bearsOddDiscounts(String coupon) {
        assertThat(with(discount("\"coupon\":" + coupon)).discounts())
                .singleElement()
                .satisfies(discount -> {
                    assertThat(discount.percentOff()).isNull();
                    assertThat(discount.amountOff()).isNull();
                });
    }

    @Test
    @DisplayName("F-54 refunds and disputes come of one list, and of one more for each disputed charge")
    void readsWhatWentBack() {
        stripe.lists("/v1/subscriptions")
                .lists("/v1/entitlements/active_entitlements")
                .lists(
                        "/v1/charges",
                        charge("ch_3", 0, false),
                        charge("ch_2", 500, false, refund("re_1", 300, "succeeded"), refund("re_2", 200, "failed")),
                        charge("ch_1", 0, true))
                .lists(
                        "/v1/disputes",
                        dispute("du_1", "lost"),
                        dispute("du_2", "won"),
                        dispute("du_3", "under_review"));

        Snapshot seen = stripe.closely("cus_1");

        assertThat(seen.reversals())
                .containsExactly(
                        new Reversal(
                                "du_1", Kind.DISPUTE, Stage.LOST, "ch_1", 1_900, "EUR", Instant.ofEpochSecond(CREATED)),
                        new Reversal(
                                "du_2", Kind.DISPUTE, Stage.KEPT, "ch_1", 1_900, "EUR", Instant.ofEpochSecond(CREATED)),
                        new Reversal(
                                "du_3", Kind.DISPUTE, Stage.OPEN, "ch_1", 1_900, "EUR", Instant.ofEpochSecond(CREATED)),
                        new Reversal(
                                "re_1", Kind.REFUND, Stage.LOST, "ch_2", 300, "EUR", Instant.ofEpochSecond(CREATED)),
                        new Reversal(
                                "re_2", Kind.REFUND, Stage.KEPT, "ch_2", 200, "EUR", Instant.ofEpochSecond(CREATED)));
        assertThat(stripe.requests())
                .containsOnlyOnce("/v1/charges?customer=cus_1&expand[0]=data.refunds&limit=100")
                .containsOnlyOnce("/v1/disputes?charge=ch_1&limit=100");
    }

    @Test
    @DisplayName("F-54 a usual look spends no call on what went back or on Stripe's own entitlements")
    void asksForThemOnlyWhenToldTo() {
        stripe.lists("/v1/subscriptions");
        Snapshot seen = stripe.snapshot("cus_1");

        assertThat(seen.reversals()).isNull();
        assertThat(seen.rights()).isNull();
        assertThat(stripe.requests()).hasSize(3);
    }

    @Test
    @DisplayName(
            "F-38 all of the customer's entitlements at Stripe are read, also beyond the ten that the summary shows")
    void readsStripesOwnEntitlements() {
        List<ObjectNode> many = IntStream.range(0, 130)
                .mapToObj(i -> right("ent_" + i, "key_" + i))
                .toList();
        stripe.lists("/v1/subscriptions").lists("/v1/charges").lists("/v1/entitlements/active_entitlements", many);

        assertThat(stripe.closely("cus_1").rights()).hasSize(130).isSorted().contains("key_0", "key_129");
    }

    @Test
    void leavesUnknownWhatTheKeyMayNotSee() {
        stripe.lists("/v1/subscriptions")
                .answers("/v1/charges", 403, "{}")
                .answers("/v1/entitlements/active_entitlements", 403, "{}");

        Snapshot seen = stripe.closely("cus_1");

        assertThat(seen.reversals()).isNull();
        assertThat(seen.rights()).isNull();
    }

    private static Subscription with(@Nullable String discount) {
        ObjectNode theirs = subscription("sub_1", "cus_1", item("si_1", "price_1"));
        theirs.putArray("discounts").add(json(String.valueOf(discount)));
        return InMemoryStripe.read(theirs);
    }

    private static String discount(String coupon) {
        return "{\"id\":\"di_1\",\"object\":\"discount\",\"start\":" + CREATED + ",\"end\":" + END + "," + coupon + "}";
    }

    private static ObjectNode charge(String id, long refunded, boolean disputed, ObjectNode... refunds) {
        ObjectNode charge = json("""
                {"object":"charge","amount":1900,"currency":"eur","customer":"cus_1","created":%d,"payment_intent":"pi_1"}
                """.formatted(CREATED))
                .put("id", id)
                .put("amount_refunded", refunded)
                .put("disputed", disputed);
        charge.set("refunds", list(false, refunds));
        return charge;
    }

    private static ObjectNode refund(String id, long amount, String status) {
        return json("{\"object\":\"refund\",\"currency\":\"eur\",\"created\":" + CREATED + "}")
                .put("id", id)
                .put("amount", amount)
                .put("status", status);
    }

    private static ObjectNode dispute(String id, String status) {
        return json("{\"object\":\"dispute\",\"amount\":1900,\"currency\":\"eur\",\"created\":" + CREATED + "}")
                .put("id", id)
                .put("status", status);
    }

    private static ObjectNode right(String id, String key) {
        return json("{\"object\":\"entitlements.active_entitlement\",\"feature\":\"feat_1\",\"livemode\":true}")
                .put("id", id)
                .put("lookup_key", key);
    }
}
