package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.StripeObjects.START;
import static dev.plumbline.connectors.stripe.StripeObjects.customer;
import static dev.plumbline.connectors.stripe.StripeObjects.item;
import static dev.plumbline.connectors.stripe.StripeObjects.openInvoice;
import static dev.plumbline.connectors.stripe.StripeObjects.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.connectors.Subscription.Arrears;
import dev.plumbline.connectors.Subscription.Arrears.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("F-44 since when a subscription has been in arrears")
class StripeArrearsTest {
    private final ObjectNode theirs = subscription("sub_1", "cus_1", item("si_1", "price_1"));
    private final InMemoryStripe stripe = new InMemoryStripe()
            .has("/v1/customers/cus_1", customer("cus_1"))
            .lists("/v1/subscriptions", theirs)
            .lists("/v1/invoices");

    @ParameterizedTest
    @ValueSource(strings = {"past_due", "unpaid"})
    void countsFromTheOldestOpenInvoice(String status) {
        stripe.lists("/v1/invoices", openInvoice("in_2", START + 900), openInvoice("in_1", START + 100));

        assertThat(arrears(status)).isEqualTo(since(START + 100, Evidence.INVOICE_FINALISED));
        assertThat(stripe.requests()).last().isEqualTo("/v1/invoices?limit=100&status=open&subscription=sub_1");
    }

    @Test
    void looksAtEveryPageOfOpenInvoices() {
        List<ObjectNode> many = IntStream.range(0, 130)
                .mapToObj(i -> openInvoice("in_" + i, START + 1_000 - i))
                .toList();
        stripe.lists("/v1/invoices", many);

        assertThat(arrears("past_due")).isEqualTo(since(START + 871, Evidence.INVOICE_FINALISED));
    }

    @Test
    void countsFromTheDueDayOfAnInvoiceThatIsSent() {
        stripe.lists(
                "/v1/invoices",
                openInvoice("in_1", START)
                        .put("collection_method", "send_invoice")
                        .put("due_date", START + 2_000),
                openInvoice("in_2", START)
                        .put("collection_method", "send_invoice")
                        .put("due_date", START + 9_000));

        assertThat(arrears("past_due")).isEqualTo(since(START + 2_000, Evidence.INVOICE_DUE));
    }

    @Test
    void fallsBackToThePeriodAndThenToNothing() {
        ObjectNode undated = openInvoice("in_1", START);
        undated.putNull("status_transitions");
        stripe.lists("/v1/invoices", undated);
        assertThat(arrears("past_due")).isEqualTo(since(START, Evidence.PERIOD_START));

        stripe.lists("/v1/invoices")
                .lists("/v1/subscriptions", subscription("sub_1", "cus_1").put("status", "unpaid"));
        assertThat(stripe.snapshot("cus_1").subscriptions().getFirst().arrears())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "trialing", "paused", "canceled", "incomplete", "frozen"})
    void asksForNoInvoicesOfASubscriptionInGoodStanding(String status) {
        stripe.lists("/v1/invoices", openInvoice("in_1", START));

        assertThat(arrears(status)).isNull();
        assertThat(stripe.requests()).hasSize(2);
    }

    private @Nullable Arrears arrears(String status) {
        theirs.put("status", status);
        return stripe.snapshot("cus_1").subscriptions().getFirst().arrears();
    }

    private static Arrears since(long epochSecond, Evidence evidence) {
        return new Arrears(Instant.ofEpochSecond(epochSecond), evidence);
    }
}
