package dev.plumbline.connectors.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.Hint.Concerns;
import dev.plumbline.connectors.Hint.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeHintsTest {
    private static final Concerns ACME = new Concerns.Customer("cus_acme");

    @Test
    void readsWhatASnapshotEventSays() {
        Hint hint = read("""
                {"id":"evt_1","object":"event","api_version":"2024-06-20","created":1700000000,
                 "data":{"object":{"id":"sub_1","object":"subscription","customer":"cus_acme","items":{"data":[{"id":"si_1"}]}},
                         "previous_attributes":{"status":"trialing"}},
                 "livemode":true,"pending_webhooks":1,"request":{"id":"req_1"},"type":"customer.subscription.updated"}
                """);

        assertThat(hint)
                .isEqualTo(new Hint.Event(
                        "evt_1",
                        "customer.subscription.updated",
                        Mode.LIVE,
                        "2024-06-20",
                        Instant.ofEpochSecond(1_700_000_000),
                        ACME));
    }

    @Test
    void readsWhatAThinEventSays() {
        Hint hint = read("""
                {"id":"evt_2","object":"v2.core.event","type":"v1.customer.updated","livemode":false,
                 "created":"2026-11-22T10:00:00.000Z","context":null,
                 "related_object":{"id":"cus_acme","type":"customer","url":"/v1/customers/cus_acme"}}
                """);

        assertThat(hint)
                .isEqualTo(new Hint.Event(
                        "evt_2", "v1.customer.updated", Mode.TEST, null, Instant.parse("2026-11-22T10:00:00Z"), ACME));
    }

    @Test
    @DisplayName("F-69 the thin event about an event that was never made names the object to look at")
    void readsTheHealthEvent() {
        assertThat(concerns("""
                {"id":"evt_3","object":"v2.core.event","type":"v2.core.health.event_generation_failure.resolved",
                 "related_object":{"id":"sub_1","type":"subscription","url":"/v1/subscriptions/sub_1"}}
                """)).isEqualTo(new Concerns.ObjectOf("subscription", "sub_1"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            customer.deleted                  | {"object":"customer","id":"cus_acme","deleted":true}
            customer.discount.created         | {"object":"discount","id":"di_1","customer":"cus_acme"}
            customer.tax_id.created           | {"object":"tax_id","customer":null,"owner":{"type":"customer","customer":"cus_acme"}}
            customer.subscription.frozen      | {"object":"subscription","customer":"cus_acme"}
            customer.subscription.updated     | {"object":"subscription","customer":{"address":{"id":"no"},"id":"cus_acme","object":"customer"}}
            invoice.upcoming                  | {"object":"invoice","customer":"cus_acme","lines":{"data":[{"customer":"no"}]}}
            payment_method.attached           | {"object":"payment_method","customer":"cus_acme"}
            checkout.session.completed        | {"object":"checkout.session","customer":"cus_acme","subscription":"sub_1"}
            charge.refunded                   | {"object":"charge","id":"ch_1","customer":"cus_acme","payment_intent":"pi_1"}
            entitlements.active_entitlement_summary.updated | {"object":"entitlements.active_entitlement_summary","customer":"cus_acme"}
            subscription_schedule.released    | {"object":"subscription_schedule","customer":"cus_acme"}
            """)
    void findsTheCustomer(String type, String object) {
        assertThat(concerns(event(type, "{\"object\":" + object + "}"))).isEqualTo(ACME);
    }

    @Test
    void findsTheCustomerWhomAPaymentMethodWasTakenFrom() {
        String data = """
                {"object":{"id":"pm_1","object":"payment_method","customer":null},
                 "previous_attributes":{"customer":"cus_acme"}}""";

        assertThat(concerns(event("payment_method.detached", data))).isEqualTo(ACME);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            refund.created          | {"object":"refund","id":"re_1","charge":"ch_1","payment_intent":"pi_1"} | charge         | ch_1
            refund.created          | {"object":"refund","id":"re_1","charge":null,"payment_intent":"pi_1"}   | payment_intent | pi_1
            charge.dispute.created  | {"object":"dispute","id":"dp_1","charge":{"id":"ch_1","amount":1}}      | charge         | ch_1
            charge.dispute.created  | {"object":"dispute","id":"dp_1"}                                        | dispute        | dp_1
            invoice_payment.paid    | {"object":"invoice_payment","id":"inpay_1","invoice":"in_1"}            | invoice        | in_1
            payment_intent.succeeded| {"object":"payment_intent","id":"pi_1","customer":null,"invoice":"in_1"}| invoice        | in_1
            """)
    void namesTheObjectWhoseCustomerIsToBeFound(String type, String object, String kind, String id) {
        assertThat(concerns(event(type, "{\"object\":" + object + "}"))).isEqualTo(new Concerns.ObjectOf(kind, id));
    }

    @Test
    void concernsNobodyWhenAGuestPaid() {
        String data = "{\"object\":{\"object\":\"payment_intent\",\"id\":\"pi_1\",\"customer\":null}}";

        assertThat(concerns(event("payment_intent.succeeded", data))).isEqualTo(new Concerns.Nobody());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "price.created",
                "product.updated",
                "plan.deleted",
                "coupon.created",
                "promotion_code.updated",
                "entitlements.feature.created",
                "v1.product.created"
            })
    void concernsTheCatalogue(String type) {
        String data = "{\"object\":{\"object\":\"price\",\"id\":\"price_1\",\"customer\":\"cus_acme\"}}";

        assertThat(concerns(event(type, data))).isEqualTo(new Concerns.Catalogue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"foo.bar", "payout.paid", "tax_rate.created", "customers.x", "test_helpers.test_clock.ready"})
    @DisplayName("F-30 a type we do not act on concerns nobody, even when it names a customer")
    void ignoresTypesWeDoNotActOn(String type) {
        String data = "{\"object\":{\"object\":\"foo\",\"customer\":\"cus_acme\"}}";

        assertThat(concerns(event(type, data))).isEqualTo(new Concerns.Nobody());
    }

    @Test
    @DisplayName("F-40 a connected account's customers are not ours")
    void ignoresConnectedAccounts() {
        assertThat(concerns("""
                {"id":"evt_1","object":"event","type":"customer.updated","account":"acct_1",
                 "data":{"object":{"id":"cus_acme","object":"customer"}}}""")).isEqualTo(new Concerns.Nobody());
    }

    @ParameterizedTest
    @ValueSource(strings = {"acct_1", "org_1/acct_2"})
    @DisplayName("F-40 a thin event of another account's context is not ours")
    void ignoresOtherContexts(String context) {
        assertThat(concerns("""
                {"id":"evt_2","object":"v2.core.event","type":"v1.customer.updated","context":"%s",
                 "related_object":{"id":"cus_acme","type":"customer","url":"/v1/customers/cus_acme"}}
                """.formatted(context))).isEqualTo(new Concerns.Nobody());
    }

    @ParameterizedTest
    @CsvSource({
        "v1.invoice.paid, invoice, in_1, invoice",
        "v1.charge.dispute.created, dispute, du_1, dispute",
        "v1.customer.subscription.updated, subscription, sub_1, subscription",
        "v1.subscription_schedule.created, subscription_schedule, sub_sched_1, subscription_schedule",
        "v2.core.health.event_generation_failure.resolved, subscription_item, si_1, subscription_item"
    })
    @DisplayName("F-69 a thin event names an object, and whose it is takes a fetch")
    void namesTheRelatedObjectOfAThinEvent(String type, String kind, String id, String expected) {
        assertThat(concerns("""
                {"id":"evt_2","object":"v2.core.event","type":"%s","livemode":true,"context":null,
                 "related_object":{"id":"%s","type":"%s","url":"/v1/x"}}
                """.formatted(type, id, kind))).isEqualTo(new Concerns.ObjectOf(expected, id));
    }

    @ParameterizedTest
    @CsvSource({
        "v1.billing.meter.error_report_triggered, billing.meter",
        "v2.money_management.payout.posted, customer",
        "v1.customer.something_new, v2.core.account_person"
    })
    @DisplayName("F-30 a thin event of an unknown type or object concerns nobody")
    void ignoresUnknownThinEvents(String type, String kind) {
        assertThat(concerns("""
                {"id":"evt_2","object":"v2.core.event","type":"%s","related_object":{"id":"x_1","type":"%s"}}
                """.formatted(type, kind))).isEqualTo(new Concerns.Nobody());
    }

    @ParameterizedTest
    @CsvSource({
        "charge.refunded, true",
        "charge.refund.updated, true",
        "charge.dispute.closed, true",
        "refund.created, true",
        "v1.charge.dispute.created, true",
        "entitlements.active_entitlement_summary.updated, true",
        "charge.succeeded, false",
        "customer.subscription.updated, false",
        "invoice.paid, false"
    })
    @DisplayName("F-54 an event of money that goes back, or of Stripe's own entitlements, asks for a closer look")
    void tellsWhatAsksForACloserLook(String type, boolean closely) {
        String data = "{\"object\":{\"object\":\"charge\",\"id\":\"ch_1\",\"customer\":\"cus_acme\"}}";

        assertThat(((Hint.Event) read(event(type, data))).closely()).isEqualTo(closely);
    }

    @Test
    void readsTheSameWhateverTheOrderOfTheKeys() {
        List<String> parts = new ArrayList<>(List.of(
                "\"id\":\"evt_1\"",
                "\"object\":\"event\"",
                "\"type\":\"payment_method.detached\"",
                "\"livemode\":false",
                "\"created\":1700000000",
                "\"api_version\":\"2020-08-27\"",
                "\"pending_webhooks\":[1,{\"id\":\"no\"}]"));
        List<String> object = new ArrayList<>(List.of(
                "\"customer\":null", "\"id\":\"pm_1\"", "\"object\":\"payment_method\"", "\"card\":{\"id\":\"no\"}"));
        long seed = new Random().nextLong();
        System.out.println("StripeHintsTest.readsTheSameWhateverTheOrderOfTheKeys seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Collections.shuffle(object, random);
            List<String> data = new ArrayList<>(List.of(
                    "\"object\":{" + String.join(",", object) + "}",
                    "\"previous_attributes\":{\"billing_details\":{\"customer\":\"no\"},\"customer\":\"cus_acme\"}"));
            Collections.shuffle(data, random);
            List<String> all = new ArrayList<>(parts);
            all.add("\"data\":{" + String.join(",", data) + "}");
            Collections.shuffle(all, random);

            assertThat(read("{" + String.join(",", all) + "}"))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(new Hint.Event(
                            "evt_1",
                            "payment_method.detached",
                            Mode.TEST,
                            "2020-08-27",
                            Instant.ofEpochSecond(1_700_000_000),
                            ACME));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "1e400", "17.5", "99999999999999999999", "253402300800", "\"soon\"", "null", "{}", "[1]"})
    @DisplayName("F-33 an odd time of creation costs nothing but that time")
    void leavesOutATimeThatIsNone(String created) {
        Hint hint = read("{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"foo.bar\",\"created\":" + created + "}");

        assertThat(((Hint.Event) hint).created()).isNull();
    }

    @Test
    @DisplayName("F-39 the mode is what the event says, and nothing when it says nothing")
    void saysNothingAboutTheModeWhenTheEventDoesNot() {
        Hint hint = read("{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"foo.bar\",\"livemode\":\"true\"}");

        assertThat(((Hint.Event) hint).mode()).isNull();
    }

    private static Concerns concerns(String json) {
        return ((Hint.Event) read(json)).concerns();
    }

    private static String event(String type, String data) {
        return "{\"id\":\"evt_1\",\"object\":\"event\",\"data\":" + data + ",\"type\":\"" + type + "\"}";
    }

    private static Hint read(String json) {
        return StripeHints.read(json.getBytes(UTF_8));
    }
}
