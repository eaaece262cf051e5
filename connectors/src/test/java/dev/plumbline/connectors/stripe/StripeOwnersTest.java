package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.InMemoryStripe.customerOf;
import static dev.plumbline.connectors.stripe.StripeObjects.customer;
import static dev.plumbline.connectors.stripe.StripeObjects.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.connectors.BillingUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class StripeOwnersTest {
    private final InMemoryStripe stripe = new InMemoryStripe();

    @ParameterizedTest
    @CsvSource({
        "charge, /v1/charges/x",
        "payment_intent, /v1/payment_intents/x",
        "setup_intent, /v1/setup_intents/x",
        "payment_method, /v1/payment_methods/x",
        "invoice, /v1/invoices/x",
        "invoiceitem, /v1/invoiceitems/x",
        "credit_note, /v1/credit_notes/x",
        "subscription, /v1/subscriptions/x",
        "subscription_schedule, /v1/subscription_schedules/x",
        "checkout.session, /v1/checkout/sessions/x",
        "quote, /v1/quotes/x"
    })
    void findsTheCustomerOfAnObjectWithOneRead(String kind, String path) {
        ObjectNode object = json("{\"id\":\"x\",\"customer\":\"cus_1\"}").put("object", kind);
        stripe.has(path, object);
        assertThat(stripe.connector().customerOf(kind, "x")).contains(customerOf("cus_1"));
        assertThat(stripe.requests()).containsExactly(path);

        object.set("customer", customer("cus_2"));
        assertThat(stripe.has(path, object).connector().customerOf(kind, "x")).contains(customerOf("cus_2"));

        object.putNull("customer");
        assertThat(stripe.has(path, object).connector().customerOf(kind, "x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "refund, charge, /v1/refunds/x",
        "dispute, charge, /v1/disputes/x",
        "invoice_payment, invoice, /v1/invoice_payments/x"
    })
    void findsTheCustomerThroughTheObjectBetween(String kind, String between, String path) {
        ObjectNode object = json("{\"id\":\"x\"}").put("object", kind);
        object.set(between, json("{\"id\":\"y\",\"customer\":\"cus_1\"}").put("object", between));
        stripe.has(path, object);
        assertThat(stripe.connector().customerOf(kind, "x")).contains(customerOf("cus_1"));
        assertThat(stripe.requests()).containsExactly(path + "?expand[0]=" + between);

        object.putNull(between);
        assertThat(stripe.has(path, object).connector().customerOf(kind, "x")).isEmpty();
    }

    @Test
    void knowsACustomerWithoutAsking() {
        assertThat(stripe.connector().customerOf("customer", "cus_1")).contains(customerOf("cus_1"));
        assertThat(stripe.requests()).isEmpty();
    }

    @Test
    void findsNobodyForWhatStripeOrWeDoNotKnow() {
        assertThat(stripe.connector().customerOf("charge", "ch_gone")).isEmpty();
        assertThat(stripe.connector().customerOf("payout", "po_1")).isEmpty();
        assertThat(stripe.requests()).containsExactly("/v1/charges/ch_gone");
    }

    @Test
    void concludesNothingFromAnUnreadableAnswer() {
        stripe.answers("/v1/charges/x", 200, "<html>").answers("/v1/charges/y", 200, "");

        assertThatExceptionOfType(BillingUnavailable.class)
                .isThrownBy(() -> stripe.connector().customerOf("charge", "x"));
        assertThatExceptionOfType(BillingUnavailable.class)
                .isThrownBy(() -> stripe.connector().customerOf("charge", "y"));
    }

    @Test
    void keepsAStrangeIdInsideItsPath() {
        assertThat(stripe.connector().customerOf("charge", "../v1/customers?x=1#"))
                .isEmpty();
        assertThat(stripe.requests())
                .singleElement()
                .asString()
                .doesNotContain("/customers")
                .doesNotContain("#");
    }
}
