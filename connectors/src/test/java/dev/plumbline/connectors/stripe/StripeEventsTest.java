package dev.plumbline.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.EventPage;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.Hint.Concerns;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Shown;
import dev.plumbline.connectors.SubscriberPage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Stripe's lists of what happened and of who has a subscription, page by page. */
class StripeEventsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant SINCE = Instant.parse("2026-03-01T10:00:00Z");

    private static ObjectNode event(String id, String type, String object) {
        return (ObjectNode) JSON.readTree("""
                {"id":"%s","object":"event","type":"%s","livemode":true,"created":1772359300,"api_version":"2020-08-27",
                 "data":{"object":%s}}
                """.formatted(id, type, object));
    }

    private static ObjectNode ofCustomer(int number) {
        return event("evt_" + number, "customer.updated", "{\"object\":\"customer\",\"id\":\"cus_" + number + "\"}");
    }

    @Test
    @DisplayName("F-67: newest first, page by page, each from where the one before ended; any API version is read")
    void listsPageByPage() {
        var stripe = new InMemoryStripe()
                .lists(
                        "/v1/events",
                        IntStream.range(0, 230)
                                .mapToObj(i -> ofCustomer(230 - i))
                                .toList());
        var connector = stripe.connector();
        List<String> seen = new ArrayList<>();
        String older = null;
        int pages = 0;
        do {
            EventPage page =
                    connector.events().orElseThrow().since(SINCE, older).orElseThrow();
            page.events().forEach(listed -> seen.add(((Hint.Event) listed.hint()).id()));
            older = page.older();
            pages++;
        } while (older != null);
        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(230).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).isEqualTo("evt_230");
        assertThat(stripe.requests())
                .containsExactly(
                        "/v1/events?created%5Bgte%5D=1772359200&limit=100",
                        "/v1/events?created%5Bgte%5D=1772359200&limit=100&starting_after=evt_131",
                        "/v1/events?created%5Bgte%5D=1772359200&limit=100&starting_after=evt_31");
        // What Stripe did not manage to deliver is not all that did not come: no filter on that.
        assertThat(stripe.requests()).noneMatch(request -> request.contains("delivery_success"));
    }

    @Test
    @DisplayName(
            "F-65: the event that a page goes on from is too old by now: the list is to be read from its beginning")
    void saysThatThePlaceIsGone() {
        var stripe = new InMemoryStripe().answers("/v1/events", 400, """
                        {"error":{"type":"invalid_request_error","code":"resource_missing","param":"starting_after"}}
                        """);
        assertThat(stripe.connector().events().orElseThrow().since(SINCE, "evt_old"))
                .isEmpty();
        assertThatThrownBy(() -> stripe.connector().events().orElseThrow().since(SINCE, null))
                .isInstanceOf(BillingUnavailable.class);
    }

    @Test
    @DisplayName(
            "F-33 F-64: one odd event is one unreadable hint, half a character is kept; a page that is none is no answer")
    void standsOddEvents() {
        ObjectNode odd = JSON.createObjectNode().put("id", "evt_odd").put("object", "nothing");
        ObjectNode half = event("evt_half", "customer.updated", """
                {"object":"customer","id":"cus_h","name":"\\ud800 \\u0000"}""");
        var stripe = new InMemoryStripe().lists("/v1/events", odd, half);
        EventPage page =
                stripe.connector().events().orElseThrow().since(SINCE, null).orElseThrow();
        assertThat(page.events()).hasSize(2);
        assertThat(page.events().getFirst().hint()).isInstanceOf(Hint.Unreadable.class);
        assertThat(page.events().getLast().hint()).isInstanceOf(Hint.Event.class);
        assertThat(new String(page.events().getLast().body(), StandardCharsets.US_ASCII))
                .contains("\\uD800")
                .contains("\\u0000");
        for (String body : List.of("<html>", "{}", "{\"object\":\"list\"}", "[]")) {
            assertThatThrownBy(() -> new InMemoryStripe()
                            .answers("/v1/events", 200, body)
                            .connector()
                            .events()
                            .orElseThrow()
                            .since(SINCE, null))
                    .isInstanceOf(BillingUnavailable.class);
        }
    }

    @Test
    @DisplayName("F-39: a list of the other mode is the wrong key's, not this account's")
    void refusesTheOtherMode() {
        ObjectNode test = ofCustomer(1).put("livemode", false);
        assertThatThrownBy(() -> new InMemoryStripe()
                        .lists("/v1/events", test)
                        .connector()
                        .events()
                        .orElseThrow()
                        .since(SINCE, null))
                .isInstanceOfSatisfying(
                        BillingUnavailable.class,
                        refused -> assertThat(refused.reason()).isEqualTo(BillingUnavailable.Cause.KEY_REFUSED));
    }

    @Test
    @DisplayName("F-68: everybody who has a subscription is listed, page by page; who has two is one")
    void listsSubscribers() {
        List<ObjectNode> all = IntStream.range(0, 150)
                .mapToObj(i -> JSON.createObjectNode()
                        .put("object", "subscription")
                        .put("id", "sub_" + i)
                        .put("livemode", true)
                        .put("customer", "cus_" + i / 2))
                .toList();
        var connector = new InMemoryStripe().lists("/v1/subscriptions", all).connector();
        SubscriberPage first = connector.subscribers(null).orElseThrow();
        assertThat(first.customers()).hasSize(50);
        SubscriberPage second = connector.subscribers(first.next()).orElseThrow();
        assertThat(second.customers()).hasSize(25).contains(new ProviderCustomer(connector.account(), "cus_74"));
        assertThat(second.next()).isNull();
    }

    @Test
    @DisplayName(
            "F-69: a health event names an object; else it is fetched, and says it there; else it may be about anybody")
    void findsWhomLostEventsWereAbout() {
        assertThat(concerns("\"related_object\":{\"id\":\"sub_1\",\"type\":\"subscription\"}"))
                .isEqualTo(new Concerns.ObjectOf("subscription", "sub_1"));
        assertThat(concerns("\"related_object\":{\"id\":\"cus_1\",\"type\":\"customer\"}"))
                .isEqualTo(new Concerns.Customer("cus_1"));
        assertThat(concerns("\"related_object\":{\"id\":\"price_1\",\"type\":\"price\"}"))
                .isEqualTo(new Concerns.Catalogue());
        assertThat(concerns("\"related_object\":null")).isEqualTo(new Concerns.Lost("evt_health"));

        var stripe = new InMemoryStripe()
                .answers("/v2/core/events/evt_health", 200, health("""
                        "data":{"impact":{"event_type":"customer.updated",
                                          "related_object":{"id":"cus_7","type":"customer","url":"/v1/customers/cus_7"}}}"""))
                .answers("/v2/core/events/evt_forbidden", 403, "{\"error\":{}}")
                .answers("/v2/core/events/evt_silent", 200, health("\"data\":{}"));
        assertThat(stripe.connector().customerOf(Concerns.Lost.KIND, "evt_health"))
                .map(ProviderCustomer::id)
                .contains("cus_7");
        for (String nothing : List.of("evt_forbidden", "evt_silent", "evt_not_there")) {
            assertThat(stripe.connector().customerOf(Concerns.Lost.KIND, nothing))
                    .isEmpty();
        }
    }

    private static Concerns concerns(String more) {
        return ((Hint.Event) StripeHints.read(health(more).getBytes(StandardCharsets.UTF_8))).concerns();
    }

    private static String health(String more) {
        return """
                {"id":"evt_health","object":"v2.core.event","type":"v2.core.health.event_generation_failure.resolved",
                 "livemode":true,"created":"2026-03-01T10:00:00.000Z",%s}
                """.formatted(more);
    }

    @Test
    @DisplayName("Settle: what an event's body showed is more than a look that lacks it, or has less of it")
    void tellsLessFromMore() {
        Shown shown = shown("active", "{\"price\":{\"id\":\"price_1\"},\"quantity\":5}")
                .orElseThrow();
        assertThat(shown).isEqualTo(new Shown("sub_1", true, false, Map.of("price_1", 5L)));
        assertThat(shown.doubts(new Fetched.Gone(InMemoryStripe.customerOf("cus_1"), Fetched.Evidence.NOT_FOUND)))
                .isTrue();
        assertThat(shown("canceled", ""))
                .hasValueSatisfying(over -> assertThat(over.doubts(
                                new Fetched.Gone(InMemoryStripe.customerOf("cus_1"), Fetched.Evidence.DELETED)))
                        .isFalse());
        assertThat(shown("canceled", ""))
                .as("what is over does not run on: an older copy")
                .hasValueSatisfying(over -> assertThat(over.doubts(running())).isTrue());
        assertThat(shown("unpaid", ""))
                .hasValueSatisfying(owing -> assertThat(owing.doubts(running())).isFalse());
        assertThat(StripeShown.in("{\"data\":{\"object\":{\"object\":\"invoice\"}}}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(StripeShown.in("nothing".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    private static Fetched running() {
        return new InMemoryStripe()
                .has("/v1/customers/cus_1", StripeObjects.customer("cus_1"))
                .lists(
                        "/v1/subscriptions",
                        StripeObjects.subscription("sub_1", "cus_1", StripeObjects.item("si_1", "price_1")))
                .fetch("cus_1");
    }

    private static Optional<Shown> shown(String status, String items) {
        return StripeShown.in(event("evt_1", "customer.subscription.updated", """
                {"object":"subscription","id":"sub_1","status":"%s","items":{"data":[%s]}}
                """.formatted(status, items))
                .toString()
                .getBytes(StandardCharsets.UTF_8));
    }
}
