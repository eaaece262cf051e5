package dev.plumbline.sync.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an account sells is a subject like any other: marked by events and once a day, fetched, kept. */
class CatalogueSubjectTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static Watched watched;

    @BeforeAll
    static void start() {
        watched = new Watched(options -> {});
    }

    @AfterAll
    static void stop() {
        watched.close();
    }

    @Test
    @DisplayName(
            "An event about a price is not ignored any more: the account's prices are fetched and kept, the archived too")
    void keepsWhatIsSold() {
        List<Event> events = watched.plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.yearly("prod_team", "eur", 12_000)
                        .withId("price_y")
                        .keyed("team_yearly_2026"))
                .events();
        deliver(events);
        watched.plumbline.comeToRest();
        assertThat(watched.text("select state || ' ' || subject_kind from inbox where event_id = '"
                        + events.getFirst().id() + "'"))
                .isEqualTo("KEPT catalogue");
        assertThat(watched.text("""
                        select concat_ws(' ', product, lookup_key, active, amount, currency, every_months, every_days)
                        from provider_price where provider = 'stripe' and account = 'default' and price = 'price_y'
                        """)).isEqualTo("prod_team team_yearly_2026 t 12000 EUR 12 0");

        deliver(watched.plumbline.stripe().catalogue().archive("price_y").events());
        watched.plumbline.comeToRest();
        assertThat(watched.text("select active::text from provider_price where price = 'price_y'"))
                .isEqualTo("false");
    }

    @Test
    @DisplayName("F-57: an archived price gives whoever is on it what it gave")
    void keepsWhatAnArchivedPriceGives() {
        watched.plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_300)
                        .withId("price_old")
                        .keyed("business_monthly"));
        deliver(watched.plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named("old").withId("cus_old").in("FI"), Line.of("price_old", 7))
                .events());
        watched.plumbline.comeToRest();
        assertThat(watched.seats("cus_old")).isEqualTo(7);
        deliver(watched.plumbline.stripe().catalogue().archive("price_old").events());
        watched.plumbline.comeToRest();
        deliver(watched.changeSeats("cus_old", 8));
        watched.plumbline.comeToRest();
        assertThat(watched.seats("cus_old")).isEqualTo(8);
        assertThat(watched.count("""
                        select count(*) from break
                        where type = 'UNMAPPED_PRICE' and customer_key = 'cus_old' and resolved_at is null
                        """)).isZero();
    }

    @Test
    @DisplayName(
            "F-57: a new price nobody maps; as soon as it has a lookup key that is mapped, who is on it is fetched again")
    void looksAgainAtWhomAPriceHeld() {
        watched.plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 900).withId("price_new"));
        deliver(watched.plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named("new").withId("cus_new").in("FI"), Line.of("price_new", 6))
                .events());
        watched.plumbline.comeToRest();
        assertThat(watched.hasAccess("cus_new")).isFalse();
        assertThat(openUnmapped()).isEqualTo(1);

        deliver(watched.plumbline
                .stripe()
                .catalogue()
                .updatePrice("price_new", price -> price.keyed("business_yearly"))
                .events());
        await().atMost(SOON).until(() -> openUnmapped() == 0);
        assertThat(watched.seats("cus_new")).isEqualTo(6);
        assertThat(watched.text("""
                        select cause ->> 'kind' from entitlement_history where customer_key = 'cus_new'
                        order by version desc limit 1
                        """)).isEqualTo("catalogue");
    }

    private static long openUnmapped() {
        return watched.count("""
                        select count(*) from break
                        where type = 'UNMAPPED_PRICE' and customer_key = 'cus_new' and resolved_at is null
                        """);
    }

    @Test
    @DisplayName("Nobody says a list price in the file: what the billing system asks is what an offer costs")
    void knowsWhatThingsCost() {
        watched.plumbline.stripe().catalogue().createProduct("prod_s", "Starter");
        deliver(watched.plumbline
                .stripe()
                .catalogue()
                .createPrice(
                        NewPrice.monthly("prod_s", "eur", 450).withId("price_s").keyed("starter_monthly"))
                .events());
        deliver(watched.plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named("small").withId("cus_small").in("FI"), Line.of("price_s", 1))
                .events());
        watched.plumbline.comeToRest();
        JsonNode offers = watched.plumbline
                .json("/v1/customers/cus_small/upgrades?feature=api_access")
                .path("data");
        JsonNode team = null;
        for (JsonNode offer : offers.values()) {
            if (offer.path("ref").asString().equals("team@2")
                    && offer.path("term").asString().equals("monthly")) {
                team = offer;
            }
        }
        assertThat(Objects.requireNonNull(team, offers::toString)
                        .path("listPricePerMonth")
                        .toString())
                .as("one seat, as now, of twelve euros")
                .isEqualTo("{\"amount\":1200,\"currency\":\"EUR\"}");
    }

    @Test
    @DisplayName("Once a day the catalogue is looked at by itself")
    void looksOnceADay() {
        watched.plumbline.comeToRest();
        watched.plumbline
                .sql()
                .sql("update subject set applied_at = clock_timestamp() - interval '25 hours' where kind = 'catalogue'")
                .update();
        await().atMost(SOON).until(() -> watched.count("""
                                select count(*) from subject
                                where kind = 'catalogue' and applied_at > clock_timestamp() - interval '1 hour'
                                """) == 1);
        var marks = watched.plumbline.bean(CatalogueMarks.class);
        watched.plumbline.comeToRest();
        marks.markDaily(ACCOUNT);
        assertThat(watched.count("select count(*) from subject where kind = 'catalogue' and dirty_seq is not null"))
                .isZero();
    }

    private static void deliver(List<Event> events) {
        events.forEach(event -> assertThat(watched.plumbline.deliver(event)).isEqualTo(200));
    }
}
