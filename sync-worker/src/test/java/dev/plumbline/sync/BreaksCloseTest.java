package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What does not fit is said, and is over by itself when it fits. */
class BreaksCloseTest {
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options ->
                options.with("plumbline.stripe.default.auto-customer", false).with("plumbline.sync.settle", "PT1H"));
        plumbline.stripe().catalogue().createProduct("prod_team", "Team");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 9_900).withId("price_new"));
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    /** Before, nobody closed it: there was no link, and no pass that looked at an unlinked one that is gone. */
    @Test
    @DisplayName(
            "S-5 F-8 UNLINKED_SUBSCRIPTION closes when its subject disappears at the provider, and when it is linked")
    void closesWhatDisappeared() {
        buy("cus_unlinked", "price_t");
        assertThat(open("UNLINKED_SUBSCRIPTION")).isEqualTo(1);
        plumbline.stripe().customers().delete("cus_unlinked").events().forEach(plumbline::deliver);
        plumbline.comeToRest();
        assertThat(open("UNLINKED_SUBSCRIPTION")).isZero();

        buy("cus_linked_later", "price_t");
        assertThat(open("UNLINKED_SUBSCRIPTION")).isEqualTo(1);
        link("later", "cus_linked_later", "FI");
        assertThat(open("UNLINKED_SUBSCRIPTION")).isZero();
    }

    @Test
    @DisplayName(
            "F-57 UNMAPPED_PRICE opens with a price that nobody mapped and closes when the subscription moves to a mapped one")
    void closesWhatIsMapped() {
        buy("cus_unmapped", "price_new");
        link("unmapped", "cus_unmapped", "FI");
        assertThat(open("UNMAPPED_PRICE")).isEqualTo(1);
        String subscription = plumbline
                .stripe()
                .reading()
                .subscriptions()
                .of("cus_unmapped")
                .findFirst()
                .orElseThrow()
                .id();
        plumbline.stripe().cancellations().now(subscription).events().forEach(plumbline::deliver);
        plumbline.comeToRest();
        assertThat(open("UNMAPPED_PRICE")).isZero();
    }

    @Test
    @DisplayName(
            "MISSING_COUNTRY opens where the model asks for a country nobody knows, and closes when somebody says it")
    void closesWhatIsKnown() {
        buy("cus_nowhere", "price_t");
        link("nowhere", "cus_nowhere", null);
        plumbline
                .sql()
                .sql(
                        "update billing_snapshot set snapshot = snapshot - 'country' where provider_customer = 'cus_nowhere'")
                .update();
        plumbline.put("/v1/customers/nowhere", Map.of("name", "Nowhere Ltd"));
        await().atMost(Duration.ofSeconds(60)).until(() -> open("MISSING_COUNTRY") == 1);
        plumbline.put("/v1/customers/nowhere", Map.of("name", "Nowhere Ltd", "country", "SE"));
        await().atMost(Duration.ofSeconds(60)).until(() -> open("MISSING_COUNTRY") == 0);
    }

    /** Before, only a believed look at a customer closed it. */
    @Test
    @DisplayName("F-29 QUARANTINED of an object closes when its customer was found")
    void closesWhatWasFound() {
        plumbline.sql().sql("""
                        insert into break (type, fingerprint, provider, account, provider_customer, detail)
                        values ('QUARANTINED', 'QUARANTINED:stripe/default/charge:ch_nobody', 'stripe', 'default', 'ch_nobody', 'x');
                        insert into subject (provider, account, kind, id, dirty_seq, dirty_cause, due_at)
                        values ('stripe', 'default', 'charge', 'ch_nobody', nextval('subject_dirty_seq'), 'event', clock_timestamp());
                        """).update();
        plumbline.comeToRest();
        assertThat(open("QUARANTINED")).isZero();
    }

    private static void buy(String customer, String price) {
        plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named(customer).withId(customer).in("FI"), Line.of(price, 5))
                .events()
                .forEach(plumbline::deliver);
        plumbline.comeToRest();
    }

    private static void link(String key, String subject, @org.jspecify.annotations.Nullable String country) {
        plumbline.put("/v1/customers/" + key, country == null ? Map.of() : Map.of("country", country));
        plumbline.put("/v1/customers/" + key + "/links/stripe/default/" + subject, Map.of());
        plumbline.comeToRest();
    }

    private static int open(String type) {
        return plumbline.json("/v1/breaks?state=open&type=" + type).get("data").size();
    }
}
