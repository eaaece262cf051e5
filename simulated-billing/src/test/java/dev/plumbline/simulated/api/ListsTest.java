package dev.plumbline.simulated.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.Shop;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ListsTest {
    private final Shop shop = new Shop(11);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10, 23, 24, 100})
    void showsEveryObjectOnceNewestFirst(int limit) {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            created.addFirst(shop.subscribe("team_monthly").id());
            shop.clock.pass(Duration.ofSeconds(i % 3));
        }
        assertThat(shop.walk("/v1/subscriptions?status=all", limit)).containsExactlyElementsOf(created);
        assertThat(shop.walk("/v1/subscriptions?customer=cus_acme", limit)).containsExactlyElementsOf(created);
    }

    @Test
    void goesBackwardsToTheNewer() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            newestFirst.addFirst(shop.subscribe("team_monthly").id());
        }
        JsonNode page = shop.get("/v1/subscriptions?limit=2&ending_before=" + newestFirst.get(4))
                .json();

        assertThat(ids(page)).containsExactlyElementsOf(newestFirst.subList(2, 4));
        assertThat(page.path("has_more").booleanValue()).isTrue();
        assertThat(ids(shop.get("/v1/subscriptions?ending_before=" + newestFirst.get(2))
                        .json()))
                .containsExactlyElementsOf(newestFirst.subList(0, 2));
    }

    @Test
    @DisplayName("F-66 the canceled are hidden from who does not ask for them")
    void hidesTheCanceled() {
        Subscription kept = shop.subscribe("team_monthly");
        Subscription ended = shop.subscribe("team_monthly");
        shop.stripe.cancellations().now(ended.id());

        assertThat(shop.walk("/v1/subscriptions?customer=cus_acme", 10)).containsExactly(kept.id());
        assertThat(shop.walk("/v1/subscriptions?status=all", 10)).containsExactly(ended.id(), kept.id());
        assertThat(shop.walk("/v1/subscriptions?status=canceled", 10)).containsExactly(ended.id());
        assertThat(shop.get("/v1/subscriptions/" + ended.id()).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("F-65 a page cannot begin at a customer who was deleted meanwhile")
    void refusesADeletedCursor() {
        for (int i = 0; i < 5; i++) {
            shop.stripe.customers().create(NewCustomer.named("n" + i).withId("cus_" + i));
        }
        String cursor = ids(shop.get("/v1/customers?limit=3").json()).getLast();
        shop.stripe.customers().delete(cursor);

        Answer refused = shop.get("/v1/customers?limit=3&starting_after=" + cursor);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/code").asString()).isEqualTo("resource_missing");
        assertThat(shop.walk("/v1/customers", 2))
                .containsExactlyInAnyOrder("cus_4", "cus_3", "cus_1", "cus_0", Shop.ACME);
    }

    @Test
    @DisplayName("F-68 events are listed for thirty days and not a second longer")
    void forgetsOldEvents() {
        Subscription team = shop.subscribe("team_monthly");
        shop.clock.pass(Duration.ofDays(30));
        assertThat(shop.walk("/v1/events?types[]=customer.subscription.created", 10))
                .hasSize(1);
        shop.clock.pass(Duration.ofSeconds(1));
        assertThat(shop.walk("/v1/events?types[]=customer.subscription.created", 10))
                .isEmpty();
        shop.stripe.payments().renew(team.id());
        assertThat(shop.get("/v1/events").json().path("data")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "types[]=invoice.paid, 1",
        "types[0]=invoice.paid&types[1]=invoice.created, 2",
        "type=invoice.*, 3",
        "created[gte]=1773135001, 0",
        "created[lt]=1773135001&limit=100, 11"
    })
    void filtersEvents(String filter, int found) {
        shop.subscribe("team_monthly");
        assertThat(shop.get("/v1/events?" + filter.replace("[", "%5B").replace("]", "%5D"))
                        .json()
                        .path("data"))
                .hasSize(found);
    }

    @Test
    void listsInvoicesOfASubscriptionAndPricesByKey() {
        Subscription team = shop.subscribe("team_monthly");
        shop.subscribe("add_on");
        shop.stripe.payments().fail(team.id());

        assertThat(shop.walk("/v1/invoices?customer=cus_acme", 10)).hasSize(3);
        assertThat(shop.walk("/v1/invoices?subscription=" + team.id(), 1)).hasSize(2);
        assertThat(shop.walk("/v1/invoices?subscription=" + team.id() + "&status=open", 10))
                .containsExactly(String.valueOf(shop.now(team).latestInvoice()));
        assertThat(shop.walk("/v1/prices?lookup_keys[]=add_on&lookup_keys[]=team_yearly", 10))
                .containsExactlyInAnyOrder("price_add_on", "price_team_yearly");
        assertThat(shop.walk("/v1/products?active=true", 10)).containsExactly("prod_team");
    }

    @Test
    void listsArchivedPricesOnlyWhenAskedFor() {
        shop.stripe.catalogue().archive("price_add_on");

        assertThat(shop.walk("/v1/prices", 2)).hasSize(4).doesNotContain("price_add_on");
        assertThat(shop.walk("/v1/prices?active=true", 100)).hasSize(4).doesNotContain("price_add_on");
        assertThat(shop.walk("/v1/prices?active=false", 100)).containsExactly("price_add_on");
    }

    @Test
    void listsWhatProductsGive() {
        for (int i = 0; i < 5; i++) {
            shop.stripe.catalogue().createFeature("feat_" + i, "key_" + i, "Feature " + i);
            shop.stripe.catalogue().attach("prod_team", "feat_" + i);
        }
        shop.stripe.catalogue().updateProduct("prod_team", product -> product.billedBy("seat"));

        assertThat(shop.walk("/v1/entitlements/features", 2))
                .containsExactly("feat_4", "feat_3", "feat_2", "feat_1", "feat_0");
        assertThat(shop.walk("/v1/products/prod_team/features", 2)).hasSize(5);
        JsonNode given = shop.get("/v1/products/prod_team/features").json().at("/data/0");
        assertThat(given.at("/object").asString()).isEqualTo("product_feature");
        assertThat(given.at("/entitlement_feature/lookup_key").asString()).isEqualTo("key_0");
        assertThat(shop.get("/v1/products/prod_team").json().path("unit_label").asString())
                .isEqualTo("seat");
        assertThat(shop.get("/v1/products/prod_none/features").status()).isEqualTo(404);
    }

    @Test
    void expandsWhatIsAskedFor() {
        Subscription team = shop.subscribe("team_monthly");
        JsonNode expanded = shop.get("/v1/subscriptions?expand[]=data.customer.tax&expand[]=data.latest_invoice")
                .json()
                .at("/data/0");

        assertThat(expanded.at("/customer/tax/location/country").asString()).isEqualTo("DK");
        assertThat(expanded.at("/latest_invoice/object").asString()).isEqualTo("invoice");
        assertThat(shop.get("/v1/customers/cus_acme?expand[]=tax")
                        .json()
                        .at("/tax/location/country")
                        .asString())
                .isEqualTo("DK");
        assertThat(shop.get("/v1/subscriptions/" + team.id())
                        .json()
                        .path("customer")
                        .asString())
                .isEqualTo(Shop.ACME);
    }

    @Test
    void listsTheEventsItReturned() {
        List<Event> returned = new ArrayList<>();
        Subscription team = shop.subscribe("team_monthly");
        returned.addAll(shop.stripe.payments().fail(team.id()).events());
        returned.addAll(shop.stripe.payments().succeed(team.id()).events());

        List<String> newestFirst = returned.reversed().stream().map(Event::id).toList();
        assertThat(shop.walk("/v1/events", 3)).startsWith(newestFirst.toArray(String[]::new));
        assertThat(shop.get("/v1/events/" + newestFirst.getFirst()).body())
                .isEqualTo(returned.getLast().text());
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("data").forEach(one -> ids.add(one.path("id").asString()));
        return ids;
    }
}
