package dev.plumbline.simulated.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.Shop;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventBodyTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Shop shop = new Shop(7);

    @Test
    void isPrettyPrintedAsStripeDoesIt() {
        Event created = shop.stripe
                .customers()
                .create(NewCustomer.named("Ærø 🚢").withId("cus_x"))
                .events()
                .getFirst();

        assertThat(created.text())
                .startsWith("{\n  \"id\": \"evt_")
                .contains("\n  \"api_version\": \"2026-07-29.dahlia\",\n")
                .contains("\n    \"object\": {\n      \"id\": \"cus_x\",\n")
                .contains("\"metadata\": {},")
                .contains("\"preferred_locales\": [],")
                .contains("Ærø 🚢")
                .endsWith("\n}");
        assertThat(MAPPER.readTree(created.body())).isEqualTo(MAPPER.readTree(created.text()));
    }

    @Test
    void hasTheEnvelopeAndOnlyTheOldValuesOfWhatChanged() {
        Subscription team = shop.subscribe("team_monthly");
        Event event = shop.stripe
                .subscriptions()
                .changeQuantity(team.id(), team.items().getFirst().id(), 9)
                .events()
                .getFirst();
        JsonNode json = event.json();

        assertThat(json.path("object").asString()).isEqualTo("event");
        assertThat(json.path("created").asLong()).isEqualTo(shop.stripe.now().getEpochSecond());
        assertThat(json.path("livemode").booleanValue()).isFalse();
        assertThat(json.path("pending_webhooks").asInt()).isEqualTo(1);
        assertThat(json.path("request").path("id").asString()).startsWith("req_");
        assertThat(json.at("/data/object/items/data/0/quantity").asLong()).isEqualTo(9);
        assertThat(json.at("/data/previous_attributes").propertyNames()).containsExactly("items");
        assertThat(json.at("/data/previous_attributes/items/data/0/quantity").asLong())
                .isEqualTo(3);
        assertThat(event.body().length).isBetween(3_000, 8_000);
    }

    @Test
    void leavesTheQuantityOfAMeteredItemOut() {
        Subscription metered = shop.subscribe("metered");
        JsonNode item = shop.get("/v1/subscriptions/" + metered.id()).json().at("/items/data/0");
        assertThat(item.has("quantity")).isFalse();
        assertThat(item.at("/price/recurring/usage_type").asString()).isEqualTo("metered");
    }

    @Test
    @DisplayName("F-36 one event in the shapes before and after basil")
    void tellsThePeriodWhereItsVersionHasIt() {
        Subscription team = shop.subscribe("team_monthly");
        Change<Subscription> renewed = shop.stripe.payments().renew(team.id());
        Event update = only(renewed, "customer.subscription.updated");
        Event paid = only(renewed, "invoice.paid");
        JsonNode dahlia = update.json().at("/data/object");
        JsonNode old = update.in(ApiVersion.PRE_BASIL).json().at("/data/object");
        long end = renewed.object().periodEnd().getEpochSecond();

        assertThat(dahlia.at("/items/data/0/current_period_end").asLong()).isEqualTo(end);
        assertThat(dahlia.has("current_period_end")).isFalse();
        assertThat(old.path("current_period_end").asLong()).isEqualTo(end);
        assertThat(old.at("/items/data/0").has("current_period_end")).isFalse();
        assertThat(paid.json().at("/data/object").has("subscription")).isFalse();
        assertThat(paid.json()
                        .at("/data/object/parent/subscription_details/subscription")
                        .asString())
                .isEqualTo(team.id());
        JsonNode oldInvoice = paid.in(ApiVersion.PRE_BASIL).json().at("/data/object");
        assertThat(oldInvoice.path("subscription").asString()).isEqualTo(team.id());
        assertThat(oldInvoice.has("parent")).isFalse();
    }

    @Test
    @DisplayName("F-36 an event keeps the version its endpoint had")
    void keepsItsVersionInTheList() {
        shop.stripe.speak(ApiVersion.PRE_BASIL);
        Subscription team = shop.subscribe("team_monthly");
        shop.stripe.speak(new ApiVersion("2031-01-01.zebra"));
        shop.stripe.payments().renew(team.id());

        assertThat(shop.get("/v1/events?type=customer.subscription.*").json().path("data"))
                .extracting(event -> event.path("api_version").asString())
                .containsExactly("2031-01-01.zebra", "2024-06-20");
    }

    @Test
    @DisplayName("F-38 an embedded list of items stops at ten and says so")
    void cutsEmbeddedItems() {
        Subscription big = shop.subscribe(Collections.nCopies(35, "add_on").toArray(String[]::new));
        JsonNode shown = shop.get("/v1/subscriptions/" + big.id()).json().path("items");

        assertThat(shown.path("data")).hasSize(10);
        assertThat(shown.path("has_more").booleanValue()).isTrue();
        assertThat(shop.walk("/v1/subscription_items?subscription=" + big.id(), 8))
                .containsExactlyElementsOf(big.items().stream().map(Item::id).toList());
    }

    @Test
    @DisplayName("the same seed and operations give the same bytes; another seed gives other ids")
    void isReproducible() {
        assertThat(bodies(42)).isEqualTo(bodies(42)).doesNotContainAnyElementsOf(bodies(43));
    }

    private static List<String> bodies(long seed) {
        Shop shop = new Shop(seed);
        Subscription team = shop.subscribe("team_monthly", "metered");
        shop.clock.pass(Duration.ofDays(2));
        shop.stripe.payments().fail(team.id());
        shop.stripe.payments().succeed(team.id());
        shop.stripe.subscriptions().checkout(NewCustomer.named("New"), Line.of("team_yearly"));
        shop.stripe.customers().delete(Shop.ACME);
        return shop.stripe.reading().events().all().map(Event::text).toList();
    }

    private static Event only(Change<?> change, String type) {
        return change.events().stream()
                .filter(event -> event.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
