package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.stripe.InMemoryStripe.NOW;
import static dev.plumbline.connectors.stripe.InMemoryStripe.read;
import static dev.plumbline.connectors.stripe.StripeObjects.CREATED;
import static dev.plumbline.connectors.stripe.StripeObjects.END;
import static dev.plumbline.connectors.stripe.StripeObjects.START;
import static dev.plumbline.connectors.stripe.StripeObjects.item;
import static dev.plumbline.connectors.stripe.StripeObjects.json;
import static dev.plumbline.connectors.stripe.StripeObjects.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.Subscription;
import dev.plumbline.connectors.Subscription.Item;
import dev.plumbline.connectors.Subscription.Status;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class StripeSubscriptionsTest {
    private static final long LATER = END + 86_400;

    private final ObjectNode theirs = subscription("sub_1", "cus_1", item("si_1", "price_1"));

    @ParameterizedTest
    @CsvSource({
        "trialing, TRIALING",
        "active, ACTIVE",
        "past_due, PAST_DUE",
        "unpaid, UNPAID",
        "paused, PAUSED",
        "incomplete, INCOMPLETE",
        "incomplete_expired, EXPIRED",
        "canceled, CANCELED",
        "frozen, UNKNOWN",
        "CANCELED, UNKNOWN",
        "'', UNKNOWN"
    })
    @DisplayName("F-37 every word of Stripe's has its status, and a new word is unknown, never canceled")
    void mapsTheStatus(String word, Status status) {
        Subscription ours = read(theirs.put("status", word));

        assertThat(ours.status()).isEqualTo(status);
        assertThat(ours.providerStatus()).isEqualTo(word);
    }

    @Test
    @DisplayName(
            "F-25 what was bought just now is active also where our clock is ten minutes slow; it begins at its start")
    void isActiveForASlowClock() {
        theirs.put("start_date", NOW.getEpochSecond() + 600);

        assertThat(read(theirs).status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void isPendingBeforeItStarts() {
        long future = NOW.getEpochSecond() + 7_200;
        theirs.put("start_date", future);

        assertThat(read(theirs).status()).isEqualTo(Status.PENDING);
        assertThat(read(theirs).startedAt()).isEqualTo(Instant.ofEpochSecond(future));
        assertThat(read(theirs).ahead())
                .as("F-50 what begins later begins by itself")
                .containsExactly(new Subscription.Phase(
                        Instant.ofEpochSecond(future), null, null, read(theirs).items()));
        assertThat(read(theirs.put("status", "trialing")).status()).isEqualTo(Status.TRIALING);
        assertThat(read(theirs.put("status", "active").put("start_date", NOW.getEpochSecond()))
                        .status())
                .isEqualTo(Status.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep_as_draft", "mark_uncollectible", "void", "something_new"})
    @DisplayName("F-46 a paused collection is a flag beside a status that goes on")
    void flagsAPausedCollection(String behavior) {
        assertThat(read(theirs).collectionPaused()).isFalse();
        theirs.putObject("pause_collection").put("behavior", behavior).putNull("resumes_at");

        assertThat(read(theirs).collectionPaused()).isTrue();
        assertThat(read(theirs).collectionResumesAt()).isNull();
        assertThat(read(theirs).status()).isEqualTo(Status.ACTIVE);
        theirs.withObject("pause_collection").put("resumes_at", LATER);

        assertThat(read(theirs).collectionResumesAt()).isEqualTo(Instant.ofEpochSecond(LATER));
    }

    @Test
    @DisplayName("F-51 set to cancel is active with an end, and the end is Stripe's cancel_at")
    void endsWhenItIsSetToCancel() {
        assertThat(read(theirs).endsAt()).isNull();
        assertThat(read(theirs.put("cancel_at", LATER)).endsAt()).isEqualTo(Instant.ofEpochSecond(LATER));
        assertThat(read(theirs.put("cancel_at_period_end", true)).endsAt()).isEqualTo(Instant.ofEpochSecond(LATER));
        assertThat(read(theirs).status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void endsWithTheLastPaidPeriodWhenStripeNamesNoInstant() {
        ObjectNode longer = item("si_2", "price_2").put("current_period_end", LATER);
        ObjectNode mixed =
                subscription("sub_1", "cus_1", longer, item("si_1", "price_1")).put("cancel_at_period_end", true);

        assertThat(read(mixed).endsAt()).isEqualTo(Instant.ofEpochSecond(LATER));
        assertThat(read(subscription("sub_1", "cus_1").put("cancel_at_period_end", true))
                        .endsAt())
                .isNull();
    }

    @Test
    void hasEndedWhenStripeSaysSo() {
        theirs.put("status", "canceled").put("cancel_at", LATER).put("canceled_at", START - 5);

        assertThat(read(theirs).endsAt()).isEqualTo(Instant.ofEpochSecond(START - 5));
        assertThat(read(theirs.put("ended_at", START)).endsAt()).isEqualTo(Instant.ofEpochSecond(START));
    }

    @Test
    void readsATrialAndABackdatedStart() {
        Subscription ours = read(theirs.put("trial_end", END).put("start_date", CREATED - 1_000_000));

        assertThat(ours.trialEndsAt()).isEqualTo(Instant.ofEpochSecond(END));
        assertThat(ours.startedAt()).isEqualTo(Instant.ofEpochSecond(CREATED - 1_000_000));
        assertThat(ours.createdAt()).isEqualTo(Instant.ofEpochSecond(CREATED));
    }

    @Test
    @DisplayName("F-36 the same subscription in the shape before basil is the same record")
    void readsThePeriodWhereItWasBeforeBasil() {
        ObjectNode before = subscription("sub_1", "cus_1", withoutPeriod("si_1"), withoutPeriod("si_2"));
        before.put("current_period_start", START).put("current_period_end", END);
        ObjectNode since = subscription("sub_1", "cus_1", item("si_1", "price_1"), item("si_2", "price_1"));

        assertThat(read(before)).isEqualTo(read(since));
    }

    @Test
    void leavesOutAPeriodThatIsNowhere() {
        Item line = read(subscription("sub_1", "cus_1", withoutPeriod("si_1")))
                .items()
                .getFirst();

        assertThat(line.periodStart()).isNull();
        assertThat(line.periodEnd()).isNull();
    }

    @Test
    @DisplayName("F-49 up, down, zero and none")
    void readsAnyQuantity() {
        for (long quantity : new long[] {0, 1, 100_000, Long.MAX_VALUE}) {
            assertThat(lineOf(item("si_1", "price_1").put("quantity", quantity)).quantity())
                    .isEqualTo(quantity);
        }
        assertThat(lineOf(item("si_1", "price_1").putNull("quantity")).quantity())
                .isNull();
        ObjectNode metered = item("si_1", "price_1");
        metered.remove("quantity");
        assertThat(lineOf(metered).quantity()).isNull();
    }

    @Test
    void readsAPriceWithOrWithoutItsParts() {
        ObjectNode expanded = item("si_1", "price_1");
        ((ObjectNode) expanded.path("price"))
                .putNull("lookup_key")
                .set("product", json("{\"id\":\"prod_1\",\"object\":\"product\",\"name\":\"Team\"}"));
        assertThat(lineOf(expanded).product()).isEqualTo("prod_1");
        assertThat(lineOf(expanded).lookupKey()).isNull();

        ObjectNode bare = item("si_1", "price_1");
        bare.set("price", json("{\"id\":\"price_1\",\"object\":\"price\"}"));
        assertThat(lineOf(bare).price()).isEqualTo("price_1");
        assertThat(lineOf(bare).product()).isNull();
    }

    @Test
    void takesTheSubscriptionsAgeForAnItemWithoutOne() {
        assertThat(lineOf(item("si_1", "price_1").putNull("created")).createdAt())
                .isEqualTo(Instant.ofEpochSecond(CREATED));
    }

    @Test
    void readsASubscriptionWithoutItemsAnchorOrCurrency() {
        Subscription ours = read(
                subscription("sub_1", "cus_1").putNull("billing_cycle_anchor").putNull("currency"));

        assertThat(ours.items()).isEmpty();
        assertThat(ours.billingAnchor()).isNull();
        assertThat(ours.currency()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":null}",
                "{\"object\":\"invoice\"}",
                "{\"status\":null}",
                "{\"created\":null}",
                "{\"created\":99999999999999}",
                "{\"created\":\"soon\"}",
                "{\"items\":null}",
                "{\"items\":{\"object\":\"list\",\"has_more\":false}}",
                "{\"items\":{\"object\":\"list\",\"data\":[]}}",
                "{\"items\":{\"object\":\"list\",\"data\":[null],\"has_more\":false}}",
                "{\"items\":{\"object\":\"list\",\"data\":[{\"id\":\"si_1\"}],\"has_more\":false}}",
                "{\"items\":{\"object\":\"list\",\"data\":[{\"id\":\"si_1\",\"price\":{}}],\"has_more\":false}}",
                "{\"items\":{\"object\":\"list\",\"data\":[{\"id\":\"si_1\",\"price\":{\"id\":\"p\"},\"quantity\":1e400}],\"has_more\":false}}"
            })
    @DisplayName("F-33 a subscription that cannot be understood whole is not understood in part")
    void refusesWhatItCannotUnderstand(String oddity) {
        theirs.setAll(json(oddity));

        assertThatExceptionOfType(BillingUnavailable.class)
                .isThrownBy(() -> read(theirs))
                .matches(failure -> failure.reason() == BillingUnavailable.Cause.UNREADABLE);
    }

    private static Item lineOf(ObjectNode item) {
        return read(subscription("sub_1", "cus_1", item)).items().getFirst();
    }

    private static ObjectNode withoutPeriod(String id) {
        ObjectNode item = item(id, "price_1");
        item.remove("current_period_start");
        item.remove("current_period_end");
        return item;
    }
}
