package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.BillingUnavailable.Cause.KEY_REFUSED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREADABLE;
import static dev.plumbline.connectors.stripe.InMemoryStripe.customerOf;
import static dev.plumbline.connectors.stripe.StripeObjects.CREATED;
import static dev.plumbline.connectors.stripe.StripeObjects.END;
import static dev.plumbline.connectors.stripe.StripeObjects.START;
import static dev.plumbline.connectors.stripe.StripeObjects.customer;
import static dev.plumbline.connectors.stripe.StripeObjects.item;
import static dev.plumbline.connectors.stripe.StripeObjects.json;
import static dev.plumbline.connectors.stripe.StripeObjects.list;
import static dev.plumbline.connectors.stripe.StripeObjects.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.EmailAddress;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Fetched.Evidence;
import dev.plumbline.connectors.Fetched.Gone;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Snapshot;
import dev.plumbline.connectors.StorableText;
import dev.plumbline.connectors.Subscription;
import dev.plumbline.connectors.Subscription.Item;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class StripeFetchTest {
    private static final Instant PERIOD_START = Instant.ofEpochSecond(START);
    private static final Instant PERIOD_END = Instant.ofEpochSecond(END);

    private final InMemoryStripe stripe = new InMemoryStripe().has("/v1/customers/cus_1", customer("cus_1"));

    @Test
    void readsACustomerWithWhatTheyBuy() {
        stripe.lists("/v1/subscriptions", subscription("sub_1", "cus_1", item("si_1", "price_1")));

        assertThat(stripe.snapshot("cus_1"))
                .isEqualTo(new Snapshot(
                        customerOf("cus_1"),
                        "Acme",
                        "DK",
                        List.of(new Subscription(
                                "sub_1",
                                Subscription.Status.ACTIVE,
                                "active",
                                Instant.ofEpochSecond(CREATED),
                                Instant.ofEpochSecond(CREATED),
                                null,
                                null,
                                PERIOD_START,
                                "EUR",
                                false,
                                null,
                                List.of(new Item(
                                        "si_1",
                                        Instant.ofEpochSecond(CREATED),
                                        "price_1",
                                        "team_monthly",
                                        "prod_1",
                                        3L,
                                        PERIOD_START,
                                        PERIOD_END)))),
                        new EmailAddress("who@example.org"),
                        List.of(),
                        Map.of(),
                        null,
                        null));
        assertThat(stripe.requests())
                .containsExactly(
                        "/v1/customers/cus_1?expand[0]=tax&expand[1]=discount.source.coupon",
                        "/v1/subscription_schedules?customer=cus_1&expand[0]=data.phases.items.price&limit=100",
                        "/v1/subscriptions?customer=cus_1&expand[0]=data.discounts.source.coupon&limit=100&status=all");
    }

    @Test
    @DisplayName("F-8 a customer that Stripe calls deleted is gone, and that is a fact")
    void findsADeletedCustomerGone() {
        stripe.has("/v1/customers/cus_2", json("{\"id\":\"cus_2\",\"object\":\"customer\",\"deleted\":true}"));

        assertThat(stripe.fetch("cus_2")).isEqualTo(new Gone(customerOf("cus_2"), Evidence.DELETED));
    }

    @Test
    @DisplayName("F-8 a customer that Stripe does not know is not found, which alone proves nothing")
    void findsAnUnknownCustomerMissing() {
        assertThat(stripe.fetch("cus_2")).isEqualTo(new Gone(customerOf("cus_2"), Evidence.NOT_FOUND));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Not found</html>",
                "{}",
                "null",
                "[]",
                "{\"error\":null}",
                "{\"error\":\"gone\"}",
                "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Unrecognized request URL\"}}"
            })
    @DisplayName("F-8 a 404 that is not Stripe's word about the customer is no evidence")
    void trustsOnlyStripesOwnNotFound(String body) {
        stripe.answers("/v1/customers/cus_2", 404, body);

        assertThat(refusal("cus_2").reason()).isEqualTo(UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "17",
                "\"cus_1\"",
                "{}",
                "{\"id\":\"cus_1\",\"object\":\"customer\",\"na",
                "{\"id\":\"cus_1\",\"object\":\"invoice\"}",
                "{\"id\":\"cus_other\",\"object\":\"customer\"}",
                "{\"id\":\"cus_1\",\"object\":\"customer\",\"created\":{}}",
                "{\"id\":\"cus_1\",\"object\":\"customer\",\"address\":[]}",
                "<!DOCTYPE html><html><body>Scheduled maintenance who@example.org</body></html>"
            })
    @DisplayName("F-64 a 200 that is not the customer is no answer, and its words stay out of our logs")
    void concludesNothingFromAnUnreadableCustomer(String body) {
        stripe.answers("/v1/customers/cus_1", 200, body).lists("/v1/subscriptions");

        BillingUnavailable refusal = refusal("cus_1");
        assertThat(refusal.reason()).isEqualTo(UNREADABLE);
        assertThat(stackTraceOf(refusal)).doesNotContain("who@example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"object\":\"list\",\"data\":[]}",
                "{\"object\":\"list\",\"has_more\":false}",
                "{\"object\":\"customer\",\"data\":[],\"has_more\":false}",
                "{\"object\":\"list\",\"data\":[],\"has_more\":true}",
                "{\"object\":\"list\",\"data\":[null],\"has_more\":false}",
                "{\"object\":\"list\",\"data\":[{}],\"has_more\":false}",
                "{\"object\":\"list\",\"data\":{},\"has_more\":false}",
                "{\"object\":\"list\",\"data\":[{\"id\":\"sub_1\"",
                "<html></html>"
            })
    @DisplayName("F-38, F-64 a list that cannot be read whole takes nothing from anybody")
    void concludesNothingFromAnUnreadableList(String body) {
        stripe.answers("/v1/subscriptions", 200, body);

        assertThat(refusal("cus_1").reason()).isEqualTo(UNREADABLE);
    }

    @Test
    void concludesNothingWhenTheCustomerVanishesWhileItIsRead() {
        assertThat(refusal("cus_1").reason()).isEqualTo(UNREADABLE); // the list answers resource_missing
    }

    @Test
    @DisplayName("F-38 every page of the subscriptions is read")
    void readsEveryPageOfSubscriptions() {
        List<ObjectNode> many = IntStream.range(0, 250)
                .mapToObj(i -> subscription("sub_" + i, "cus_1", item("si_" + i, "price_1")))
                .toList();
        stripe.lists("/v1/subscriptions", many);

        assertThat(stripe.snapshot("cus_1").subscriptions())
                .hasSize(250)
                .extracting(Subscription::id)
                .isSorted();
        assertThat(stripe.requests()).hasSize(5);
    }

    @Test
    @DisplayName("F-38 a subscription with more items than it shows is read whole")
    void readsEveryItem() {
        List<ObjectNode> all = IntStream.range(0, 135)
                .mapToObj(i -> item("si_" + i, "price_" + i))
                .toList();
        ObjectNode subscription = subscription("sub_1", "cus_1");
        subscription.set("items", list(true, all.subList(0, 10)));
        stripe.lists("/v1/subscriptions", subscription).lists("/v1/subscription_items", all);

        assertThat(stripe.snapshot("cus_1").subscriptions().getFirst().items())
                .hasSize(135)
                .extracting(Item::id)
                .isSorted();
    }

    @Test
    @DisplayName("L-1, F-47 equal truths are equal records, in whatever order Stripe lists them")
    void readsTheSameInAnyOrder() {
        long seed = new Random().nextLong();
        System.out.println("StripeFetchTest.readsTheSameInAnyOrder seed " + seed);
        Random random = new Random(seed);
        Snapshot first = shuffled(random);
        for (int round = 0; round < 20; round++) {
            assertThat(shuffled(random)).as("seed %d, round %d", seed, round).isEqualTo(first);
        }
    }

    private Snapshot shuffled(Random random) {
        List<ObjectNode> subscriptions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int n = i;
            List<ObjectNode> items = new ArrayList<>(IntStream.range(0, 4)
                    .mapToObj(k -> item("si_" + n + k, "price_" + k))
                    .toList());
            Collections.shuffle(items, random);
            subscriptions.add(subscription("sub_" + i, "cus_1", items.toArray(ObjectNode[]::new)));
        }
        Collections.shuffle(subscriptions, random);
        return stripe.lists("/v1/subscriptions", subscriptions).snapshot("cus_1");
    }

    @Test
    @DisplayName("F-65 an object that two pages show counts once")
    void countsARepeatedSubscriptionOnce() {
        stripe.answers(
                "/v1/subscriptions",
                200,
                list(false, subscription("sub_1", "cus_1"), subscription("sub_1", "cus_1"))
                        .toString());

        assertThat(stripe.snapshot("cus_1").subscriptions()).hasSize(1);
    }

    @Test
    void stopsWhenAListGoesInCircles() {
        stripe.answers(
                "/v1/subscriptions",
                200,
                list(true, subscription("sub_1", "cus_1")).toString());

        assertThat(refusal("cus_1").reason()).isEqualTo(UNREADABLE);
        assertThat(stripe.requests()).hasSize(4);
    }

    @Test
    @DisplayName("S-10 another customer's subscription is never taken for this one's")
    void refusesAnotherCustomersSubscription() {
        stripe.lists("/v1/subscriptions", subscription("sub_1", "cus_other"));

        assertThat(refusal("cus_1").reason()).isEqualTo(UNREADABLE);
    }

    @Test
    @DisplayName("02 absence: a known subscription that no list shows is asked for by its id, and is part of the whole")
    void asksForWhatTheListLeavesOut() {
        stripe.lists("/v1/subscriptions", subscription("sub_2", "cus_1", item("si_2", "price_1")))
                .has("/v1/subscriptions/sub_1", subscription("sub_1", "cus_1", item("si_1", "price_1")));

        assertThat(stripe.snapshot("cus_1", "sub_1", "sub_2").subscriptions())
                .extracting(Subscription::id)
                .containsExactly("sub_1", "sub_2");
        assertThat(stripe.requests()).endsWith("/v1/subscriptions/sub_1").doesNotContain("/v1/subscriptions/sub_2");
    }

    @Test
    @DisplayName("02 absence: one found by its id counts as it is there, an ended one as ended")
    void readsAnUnlistedSubscriptionAsItIs() {
        ObjectNode ended = subscription("sub_1", "cus_1", item("si_1", "price_1"))
                .put("status", "canceled")
                .put("ended_at", START);
        stripe.lists("/v1/subscriptions").has("/v1/subscriptions/sub_1", ended);

        assertThat(stripe.snapshot("cus_1", "sub_1").subscriptions().getFirst().status())
                .isEqualTo(Subscription.Status.CANCELED);
    }

    @Test
    @DisplayName("02 absence: what Stripe does not know by its id either is missing, and others are not")
    void leavesOutWhatStripeDoesNotKnow() {
        stripe.lists("/v1/subscriptions").has("/v1/subscriptions/sub_2", subscription("sub_2", "cus_1"));

        assertThat(stripe.snapshot("cus_1", "sub_1", "sub_2", "..", "sub\0").subscriptions())
                .extracting(Subscription::id)
                .containsExactly("sub_2");
    }

    @Test
    @DisplayName("F-55 S-10 one that belongs to another customer by now is not this one's")
    void leavesOutWhatMovedAway() {
        stripe.lists("/v1/subscriptions").has("/v1/subscriptions/sub_1", subscription("sub_1", "cus_other"));

        Snapshot seen = stripe.snapshot("cus_1", "sub_1");
        assertThat(seen.subscriptions()).isEmpty();
        assertThat(seen.moved()).containsExactly(Map.entry("sub_1", "cus_other"));
    }

    @Test
    @DisplayName("S-12 an e-mail address is compared, and no text of ours shows it")
    void hidesTheAddress() {
        stripe.lists("/v1/subscriptions");
        Snapshot seen = stripe.snapshot("cus_1");

        assertThat(seen.email()).isEqualTo(new EmailAddress(" Who@Example.ORG"));
        assertThat(seen.toString()).doesNotContainIgnoringCase("who@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"id\":\"sub_other\",\"object\":\"subscription\",\"customer\":\"cus_1\"}",
                "{\"id\":\"sub_1\",\"object\":\"invoice\",\"customer\":\"cus_1\"}",
                "<html>Not found</html>"
            })
    @DisplayName("F-64 an answer by id that cannot be read says nothing about the subscription")
    void concludesNothingFromAnUnreadableSubscription(String body) {
        stripe.lists("/v1/subscriptions").answers("/v1/subscriptions/sub_1", 200, body);

        assertThat(catchThrowableOfType(BillingUnavailable.class, () -> stripe.snapshot("cus_1", "sub_1"))
                        .reason())
                .isEqualTo(UNREADABLE);
    }

    @Test
    @DisplayName("F-36 the period of before basil is found by id as well")
    void readsTheOldShapeOfPeriodsById() {
        ObjectNode old = subscription("sub_1", "cus_1", item("si_1", "price_1"))
                .put("current_period_start", START)
                .put("current_period_end", END);
        ((ObjectNode) old.get("items").get("data").get(0))
                .remove(List.of("current_period_start", "current_period_end"));
        stripe.lists("/v1/subscriptions").has("/v1/subscriptions/sub_1", old);

        assertThat(stripe.snapshot("cus_1", "sub_1")
                        .subscriptions()
                        .getFirst()
                        .items()
                        .getFirst()
                        .periodEnd())
                .isEqualTo(PERIOD_END);
    }

    @Test
    void readsAnExpandedCustomer() {
        ObjectNode subscription = subscription("sub_1", "cus_1");
        subscription.set("customer", customer("cus_1"));
        stripe.lists("/v1/subscriptions", subscription);

        assertThat(stripe.snapshot("cus_1").subscriptions()).hasSize(1);
    }

    @Test
    @DisplayName("F-39 a key of the other mode sees another world")
    void refusesTestDataOnALiveAccount() {
        stripe.has("/v1/customers/cus_2", customer("cus_2").put("livemode", false));

        assertThat(refusal("cus_2").reason()).isEqualTo(KEY_REFUSED);
    }

    @Test
    @DisplayName("F-40 another account's customer is a mistake of ours")
    void refusesAnotherAccountsCustomer() {
        ProviderCustomer foreign = new ProviderCustomer(new BillingAccount(Provider.STRIPE, "other"), "cus_1");

        assertThatIllegalArgumentException().isThrownBy(() -> stripe.connector().fetch(foreign));
        assertThat(stripe.requests()).isEmpty();
    }

    @Test
    void takesTheCountryFromTaxWhenTheAddressHasNone() {
        ObjectNode theirs = customer("cus_2");
        theirs.putObject("address").putNull("country");
        stripe.has("/v1/customers/cus_2", theirs).lists("/v1/subscriptions");
        assertThat(stripe.snapshot("cus_2").country()).isEqualTo("SE");

        theirs.putNull("address").putNull("tax").putNull("name");
        stripe.has("/v1/customers/cus_2", theirs);
        assertThat(stripe.snapshot("cus_2")).isEqualTo(new Snapshot(customerOf("cus_2"), null, null, List.of()));
    }

    @Test
    @DisplayName("F-33 what PostgreSQL cannot keep is replaced in every text")
    void replacesWhatCannotBeKept() {
        stripe.answers(
                        "/v1/customers/cus_2",
                        200,
                        "{\"id\":\"cus_2\",\"object\":\"customer\",\"name\":\"A\\u0000B\\ud83dC\"}")
                .lists("/v1/subscriptions");

        Fetched fetched = stripe.fetch("cus_2");

        assertThat(((Fetched.Present) fetched).snapshot().name()).isEqualTo("A\uFFFDB\uFFFDC");
        assertThat(StorableText.is(fetched.toString())).isTrue();
    }

    private static String stackTraceOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private BillingUnavailable refusal(String customer) {
        return catchThrowableOfType(BillingUnavailable.class, () -> stripe.fetch(customer));
    }
}
