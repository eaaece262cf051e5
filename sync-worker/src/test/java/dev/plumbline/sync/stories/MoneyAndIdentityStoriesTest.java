package dev.plumbline.sync.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Charge;
import dev.plumbline.simulated.stripe.Dispute;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Subscription;
import dev.plumbline.sync.login.Browser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Money that goes back, customers that are merged or look alike, thin events, and a second account. */
class MoneyAndIdentityStoriesTest {
    private static final String SECOND_SECRET = "whsec_second";
    private static Shop shop;
    private static SimulatedStripe second;
    private static SimulatedApi secondApi;
    private static SimulatedStripeServer secondServer;

    @BeforeAll
    static void open() {
        second = new SimulatedStripe(InstantSource.system(), 43, Settings.testMode());
        secondApi = new SimulatedApi(second, "rk_test_second", 43);
        secondServer = SimulatedStripeServer.start(secondApi, 0);
        shop = Shop.open(options -> options.with("plumbline.stripe.second.api-key", "rk_test_second")
                .with("plumbline.stripe.second.api-base", secondServer.base())
                .with("plumbline.stripe.second.webhook-secrets", SECOND_SECRET)
                .with("plumbline.stripe.second.requests-per-second", 1_000));
    }

    @AfterAll
    static void close() {
        shop.close();
        secondServer.close();
    }

    @Test
    @DisplayName(
            "F-54 a refund, part or whole, takes nothing away and is always reported, with what it was and how much")
    void reportsRefunds() {
        shop.buys("cus_refund", Line.of("price_team", 2));
        long versions = shop.versions("cus_refund");
        String charge = charge("cus_refund").id();

        shop.told(shop.stripe.payments().refund(charge, 300));
        assertThat(shop.open("RETROACTIVE", "cus_refund"))
                .singleElement()
                .asString()
                .contains("300 EUR", charge, "access stays as the billing policy says");
        assertThat(amounts("cus_refund")).containsExactly(300L);
        shop.told(shop.stripe.payments().refund(charge, 10_000));
        assertThat(amounts("cus_refund")).containsExactlyInAnyOrder(300L, 2_100L);
        assertThat(shop.sso("cus_refund", Instant.now())).isEqualTo("granted");
        assertThat(shop.versions("cus_refund")).isEqualTo(versions);
        // Whatever comes next does not forget it, and asks no more than usual.
        shop.settle("cus_refund");
        long asked = requests("/v1/charges", "cus_refund");
        shop.refresh("cus_refund");
        assertThat(amounts("cus_refund")).hasSize(2);
        assertThat(requests("/v1/charges", "cus_refund")).isEqualTo(asked).isPositive();
    }

    @Test
    @DisplayName(
            "F-54 a dispute is reported until it is won; a lost one stays reported; access stays as the policy says")
    void reportsDisputesUntilTheyAreWon() {
        shop.buys("cus_dispute", Line.of("price_team", 2));
        shop.buys("cus_lost", Line.of("price_team", 2));
        Dispute won =
                shop.told(shop.stripe.payments().dispute(charge("cus_dispute").id()));
        Dispute lost =
                shop.told(shop.stripe.payments().dispute(charge("cus_lost").id()));
        assertThat(shop.open("RETROACTIVE", "cus_dispute"))
                .singleElement()
                .asString()
                .contains(won.id(), won.charge().id(), "2400 EUR", "not decided");

        shop.told(shop.stripe.payments().decide(won.id(), "won"));
        shop.told(shop.stripe.payments().decide(lost.id(), "lost"));
        assertThat(shop.open("RETROACTIVE", "cus_dispute")).isEmpty();
        assertThat(shop.breaks("RETROACTIVE", "resolved")).isNotEmpty();
        assertThat(shop.open("RETROACTIVE", "cus_lost"))
                .singleElement()
                .asString()
                .contains("lost");
        assertThat(shop.sso("cus_lost", Instant.now())).isEqualTo("granted");
    }

    @Test
    @DisplayName("F-54 a dispute whose word got lost is found decided at any later look")
    void followsAnUndecidedDispute() {
        shop.buys("cus_quiet", Line.of("price_team", 2));
        Dispute quiet =
                shop.told(shop.stripe.payments().dispute(charge("cus_quiet").id()));
        shop.stripe.silently(() -> shop.stripe.payments().decide(quiet.id(), "won"));
        shop.refresh("cus_quiet");
        assertThat(shop.open("RETROACTIVE", "cus_quiet")).isEmpty();
    }

    @Test
    @DisplayName(
            "F-38 Stripe's own entitlements, more than the ten of the summary, are kept as evidence and grant nothing")
    void keepsStripesOwnEntitlements() {
        for (int i = 0; i < 14; i++) {
            shop.stripe.catalogue().createFeature("feat_" + i, "key_%02d".formatted(i), "Feature " + i);
            shop.stripe.catalogue().attach("prod_business", "feat_" + i);
        }
        shop.buys("cus_rights", Line.of("price_business", 2));
        assertThat(rights("cus_rights")).as("nobody told of any").isNull();
        long versions = shop.versions("cus_rights");
        shop.told(shop.stripe.entitlements().tell("cus_rights"));

        assertThat(rights("cus_rights")).contains("key_00").contains("key_13");
        assertThat(shop.versions("cus_rights")).isEqualTo(versions);
        shop.buys("cus_no_rights", Line.of("price_team", 2));
        assertThat(requests("/v1/entitlements/active_entitlements", "cus_no_rights"))
                .isZero();
    }

    @Test
    @DisplayName(
            "F-55 a subscription that moved to another customer is taken from the first once, given to the other once, and the audit names both")
    void movesASubscriptionOnce() {
        Subscription moving = shop.buys("cus_from", Line.of("price_team", 6));
        shop.told(shop.stripe.customers().create(NewCustomer.named("To").withId("cus_to")));
        long from = shop.versions("cus_from");
        long to = shop.versions("cus_to");

        shop.told(shop.stripe.subscriptions().overwrite(moving.id(), one -> one.ownedBy("cus_to")));
        shop.refresh("cus_from");
        shop.settle("cus_from");

        assertThat(shop.seats("cus_to")).isEqualTo(6);
        assertThat(shop.sso("cus_from", Instant.now())).isEqualTo("NO_ACTIVE_PHASE");
        assertThat(shop.versions("cus_from")).isEqualTo(from + 1);
        assertThat(shop.versions("cus_to")).isEqualTo(to + 1);
        assertThat(shop.plumbline.sql().sql("""
                                select customer_key || ': ' || (before ->> 'subject') || ' -> ' || (after ->> 'subject') from audit
                                where action = 'subscription.transferred' and object_ref like 'stripe/default/cus_from/%' order by customer_key
                                """).query(String.class).list())
                .containsExactly(
                        "cus_from: stripe/default/cus_from -> stripe/default/cus_to",
                        "cus_to: stripe/default/cus_from -> stripe/default/cus_to");
    }

    @Test
    @DisplayName(
            "F-55 L-6 merged within one customer of ours nobody is without it for a moment, and the pin goes along")
    void mergesWithoutAGap() {
        Instant spring = Instant.parse("2026-03-01T00:00:00Z");
        Subscription moving = shop.boughtAt(spring, "cus_m1", Line.of("price_team", 6));
        shop.told(shop.stripe.customers().create(NewCustomer.named("M2").withId("cus_m2")));
        shop.plumbline.put("/v1/customers/merged", Map.of());
        shop.plumbline.put("/v1/customers/merged/links/stripe/default/cus_m1", Map.of());
        shop.plumbline.put("/v1/customers/merged/links/stripe/default/cus_m2", Map.of());
        shop.plumbline.comeToRest();
        assertThat(shop.seats("merged")).isEqualTo(6);
        // A person moved it to another version: only a pin knows.
        shop.plumbline
                .sql()
                .sql(
                        "update billing_pin set kept = replace(kept::text, '\"version\": 1', '\"version\": 2')::jsonb where provider_customer = 'cus_m1'")
                .update();
        long first = shop.versions("merged");

        shop.told(shop.stripe.subscriptions().overwrite(moving.id(), one -> one.ownedBy("cus_m2")));
        shop.refresh("merged");
        shop.settle("cus_m1");

        assertThat(shop.seats("merged")).isEqualTo(6);
        assertThat(shop.at("merged", "sso", Instant.now())
                        .path("source")
                        .path("ref")
                        .asString())
                .isEqualTo("team@2");
        for (long version = first; version <= shop.versions("merged"); version++) {
            assertThat(shop.plumbline
                            .sql()
                            .sql(
                                    "select timeline::text from entitlement_history where customer_key = 'merged' and version = ?")
                            .param(version)
                            .query(String.class)
                            .single())
                    .as("version %d", version)
                    .contains("team@");
        }
    }

    @Test
    @DisplayName(
            "F-56 S-5 S-11 the same e-mail is never joined, is reported once, closes by itself, and is kept nowhere")
    void reportsCustomersThatShareAnAddress() {
        shop.told(shop.stripe
                .subscriptions()
                .checkout(
                        NewCustomer.named("A").withId("cus_twin_a").at("Twin@Pilot.example"),
                        Line.of("price_team", 2)));
        shop.told(shop.stripe
                .subscriptions()
                .checkout(
                        NewCustomer.named("B").withId("cus_twin_b").at("twin@pilot.EXAMPLE "),
                        Line.of("price_team", 3)));
        assertThat(shop.seats("cus_twin_a")).isEqualTo(2);
        assertThat(shop.seats("cus_twin_b")).isEqualTo(3);
        assertThat(shop.open("DUPLICATE_CUSTOMER", "cus_twin_a"))
                .singleElement()
                .asString()
                .contains("cus_twin_a (stripe/default/cus_twin_a)", "cus_twin_b (stripe/default/cus_twin_b)");
        assertThat(shop.plumbline.sql().sql("""
                                select count(*) from (
                                    select b::text as t from break b union all select s::text from billing_snapshot s
                                    union all select h::text from entitlement_history h union all select a::text from audit a
                                    union all select c::text from customer c) kept
                                where t ilike '%twin@pilot%'
                                """).query(Long.class).single()).isZero();

        shop.told(shop.stripe.customers().update("cus_twin_b", b -> b.reachedAt("other@pilot.example")));
        assertThat(shop.open("DUPLICATE_CUSTOMER", "cus_twin_a")).isEmpty();
        shop.told(shop.stripe.customers().update("cus_twin_b", b -> b.reachedAt("twin@pilot.example")));
        assertThat(shop.open("DUPLICATE_CUSTOMER", "cus_twin_a")).hasSize(1);
        shop.plumbline.put("/v1/customers/cus_twin_a/links/stripe/default/cus_twin_b", Map.of());
        shop.plumbline.comeToRest();
        assertThat(shop.open("DUPLICATE_CUSTOMER", "cus_twin_a"))
                .as("one customer by now")
                .isEmpty();
    }

    @Test
    @DisplayName(
            "S-11 a company's customers are found by the domain of their mail, by API and page; kept is a keyed hash of it")
    void findsACompanyByItsDomain() {
        buysAt("cus_firm_a", "anna@Firm.example");
        buysAt("cus_firm_b", "bert@firm.example");
        buysAt("cus_firm_c", "carl@sub.firm.example");
        assertThat(at("firm.example")).containsExactly("cus_firm_a", "cus_firm_b");
        assertThat(at("@FIRM.example")).hasSize(2);
        assertThat(at("irm.example")).as("a part of it").isEmpty();
        assertThat(at("firm.example&plan=business")).isEmpty();
        assertThat(shop.plumbline.get("/v1/customers?domain=firm").statusCode()).isEqualTo(400);
        try (var browser = Browser.of(shop.plumbline, "finder", "support")) {
            assertThat(browser.get("/console/customers?domain=firm.example").body())
                    .contains("cus_firm_a", "cus_firm_b")
                    .doesNotContain("cus_firm_c");
            assertThat(browser.get("/console/customers?q=@firm.example").body())
                    .contains("cus_firm_a", "cus_firm_b")
                    .doesNotContain("cus_firm_c");
            assertThat(Browser.location(browser.get("/console/customers?q=@sub.firm.example")))
                    .isEqualTo("/console/customers/cus_firm_c");
            assertThat(browser.get("/console/customers.csv?domain=firm.example").body())
                    .contains("cus_firm_b")
                    .doesNotContain("cus_firm_c");
        }
        assertThat(shop.plumbline.count("select count(*) from billing_snapshot s where s::text ilike '%firm.example%'"))
                .isZero();

        // As it is of those who were known before domains were kept.
        shop.plumbline
                .sql()
                .sql("update billing_snapshot set email_domain_hash = null")
                .update();
        assertThat(at("firm.example")).isEmpty();
        shop.refresh("cus_firm_a");
        assertThat(at("firm.example")).containsExactly("cus_firm_a");
        shop.told(shop.stripe.customers().update("cus_firm_a", a -> a.reachedAt("anna@elsewhere.example")));
        assertThat(at("firm.example")).isEmpty();
        assertThat(at("elsewhere.example")).containsExactly("cus_firm_a");
    }

    private static void buysAt(String id, String address) {
        shop.told(shop.stripe
                .subscriptions()
                .checkout(NewCustomer.named(id).withId(id).at(address), Line.of("price_team", 2)));
    }

    private static List<String> at(String domain) {
        return shop.plumbline
                .json("/v1/customers?domain=" + domain)
                .path("data")
                .findValuesAsString("key");
    }

    @Test
    @DisplayName(
            "F-69 F-30 a thin event leads to the customer of its object; of an unknown type or another account it is kept and ignored")
    void followsThinEvents() {
        Subscription bought = shop.buys("cus_thin", Line.of("price_team", 2));
        shop.stripe.silently(() -> shop.stripe
                .subscriptions()
                .changeQuantity(bought.id(), bought.items().getFirst().id(), 8));

        assertThat(thin(
                        "evt_thin_other",
                        "v1.customer.subscription.updated",
                        bought.id(),
                        "subscription",
                        "\"acct_1\""))
                .isEqualTo(200);
        assertThat(thin("evt_thin_new", "v2.something.new", bought.id(), "subscription", "null"))
                .isEqualTo(200);
        shop.plumbline.comeToRest();
        assertThat(shop.seats("cus_thin")).isEqualTo(2);
        assertThat(shop.plumbline
                        .sql()
                        .sql("select state from inbox where event_id in ('evt_thin_other', 'evt_thin_new')")
                        .query(String.class)
                        .list())
                .containsExactly("IGNORED", "IGNORED");

        assertThat(thin("evt_thin_1", "v1.customer.subscription.updated", bought.id(), "subscription", "null"))
                .isEqualTo(200);
        shop.plumbline.comeToRest();
        assertThat(shop.seats("cus_thin")).isEqualTo(8);
    }

    @Test
    @DisplayName("F-40 S-10 the same ids in two accounts are two customers, each asked about with its own key")
    void keepsAccountsApart() {
        second.catalogue().createProduct("prod_team", "Team");
        second.catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_team")
                        .keyed("team"));
        shop.buys("cus_both", Line.of("price_team", 2));
        second.subscriptions()
                .checkout(NewCustomer.named("Other").withId("cus_both"), Line.of("price_team", 50))
                .events()
                .forEach(event -> shop.plumbline.deliver(
                        "/webhooks/stripe/second",
                        event.body(),
                        StripeSignature.header(Instant.now(), event.body(), List.of(SECOND_SECRET))));
        shop.plumbline.comeToRest();

        assertThat(shop.seats("cus_both")).isEqualTo(2);
        assertThat(secondApi.log().requests()).isNotEmpty().allMatch(request -> request.status() == 200);
        assertThat(shop.plumbline.api().log().requests()).allMatch(request -> request.status() != 401);
        assertThat(shop.breaks("UNLINKED_SUBSCRIPTION", "open"))
                .anyMatch(one -> one.path("subject").path("account").asString().equals("second"));
        shop.plumbline.put("/v1/customers/other", Map.of());
        shop.plumbline.put("/v1/customers/other/links/stripe/second/cus_both", Map.of());
        shop.plumbline.comeToRest();
        assertThat(shop.seats("other")).isEqualTo(50);
        assertThat(shop.seats("cus_both")).isEqualTo(2);
    }

    private static int thin(String id, String type, String object, String kind, String context) {
        String body = """
                {"id":"%s","object":"v2.core.event","type":"%s","created":"%s","livemode":false,"context":%s,"reason":null,
                 "related_object":{"id":"%s","type":"%s","url":"/v1/subscriptions/%5$s"}}
                """.formatted(id, type, Instant.now(), context, object, kind);
        return shop.plumbline.deliver(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Charge charge(String customer) {
        return shop.stripe.reading().charges().of(customer).findFirst().orElseThrow();
    }

    private static List<@Nullable Long> amounts(String customer) {
        return shop.plumbline
                .sql()
                .sql(
                        "select amount from break where type = 'RETROACTIVE' and customer_key = ? and currency = 'EUR' and resolved_at is null")
                .param(customer)
                .query(Long.class)
                .list();
    }

    private static @Nullable String rights(String customer) {
        return shop.plumbline
                .sql()
                .sql("select snapshot ->> 'rights' from billing_snapshot where provider_customer = ?")
                .param(customer)
                .query((row, n) -> row.getString(1))
                .list()
                .getFirst();
    }

    private static long requests(String path, String customer) {
        return shop.plumbline.api().log().to(path).stream()
                .filter(request -> request.query().contains("customer=" + customer))
                .count();
    }
}
