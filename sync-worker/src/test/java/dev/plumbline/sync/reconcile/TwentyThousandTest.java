package dev.plumbline.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.SubscriptionListing;
import dev.plumbline.connectors.SubscriptionListing.Listed;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.StoredJson;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.Start;
import dev.plumbline.sync.pass.ListedContent;
import dev.plumbline.sync.setup.BillingAccounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** As many as a real account has, at a size that every build can afford. What was planted is found, and nothing else. */
class TwentyThousandTest {
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static final int SUBSCRIPTIONS = 20_000;
    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
    private static Company company;

    @BeforeAll
    static void open() {
        company = new Company(options -> options.with("plumbline.stripe.default.requests-per-second", 5_000)
                .with("plumbline.reconcile.per-slice", 2_500));
        company.silently(() -> {
            for (int i = 0; i < SUBSCRIPTIONS; i++) {
                subscribe(i);
            }
            return null;
        });
        know();
    }

    @AfterAll
    static void close() {
        company.close();
    }

    private static void subscribe(int i) {
        String customer = "cus_" + i;
        company.plumbline.stripe().at(FIRST.plus(Duration.ofMinutes(i * 30L)), () -> {
            company.plumbline
                    .stripe()
                    .customers()
                    .create(NewCustomer.named("C" + i).withId(customer).in("FI"));
            return company.plumbline
                    .stripe()
                    .subscriptions()
                    .start(customer, Start.now(), List.of(Line.of("price_t", 1 + i % 40)));
        });
    }

    /** What we hold, without twenty thousand passes: the snapshots that those would have made. */
    private static void know() {
        SubscriptionListing list = company.plumbline
                .bean(BillingAccounts.class)
                .connector(ACCOUNT)
                .flatMap(connector -> connector.subscriptions())
                .orElseThrow();
        String place = null;
        do {
            var page =
                    list.page(new SubscriptionListing.Made(null, null), place).orElseThrow();
            place = page.next();
            List<String> customers = new ArrayList<>();
            List<String> snapshots = new ArrayList<>();
            for (Listed one : page.subscriptions()) {
                var whole = (Listed.Whole) one;
                var subscription = ListedContent.translated(whole.subscription());
                customers.add(one.customer().id());
                snapshots.add(StoredJson.write(new BillingSnapshot(
                        new SubjectRef("stripe", "default", one.customer().id()),
                        false,
                        whole.name(),
                        whole.country(),
                        List.of(subscription))));
            }
            company.plumbline
                    .sql()
                    .sql("""
                            with known as (select * from unnest(:customers::text[], :snapshots::text[]) as k (id, snapshot)),
                            subjects as (insert into subject (provider, account, kind, id)
                                         select 'stripe', 'default', 'customer', id from known),
                            customers as (insert into customer (key, name) select id, id from known),
                            links as (insert into customer_link
                                          (provider, account, provider_customer, customer_key, linked_by)
                                      select 'stripe', 'default', id, id, 'test' from known)
                            insert into billing_snapshot (provider, account, provider_customer, snapshot, fetched_at)
                            select 'stripe', 'default', id, snapshot::jsonb, now() from known
                            """)
                    .param("customers", customers.toArray(String[]::new))
                    .param("snapshots", snapshots.toArray(String[]::new))
                    .update();
        } while (place != null);
        company.plumbline
                .sql()
                .sql("analyze subject, customer, customer_link, billing_snapshot")
                .update();
        // Whoever is not resolved yet is one more thing that does not fit.
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> company.count("select count(*) from customer where version = 0") == 0);
    }

    @Test
    @DisplayName(
            "F-67: 20,000 subscriptions with planted drift: each is found with its kind, and nothing else; then all fits")
    void findsWhatWasPlantedAndNothingElse() {
        for (int i = 0; i < 5; i++) {
            int at = i * 3_001;
            company.silently(() -> company.changeSeats("cus_" + at, 99));
        }
        for (int i = 0; i < 3; i++) {
            company.cancelSilently("cus_" + (100 + i * 5_000));
        }
        company.silently(() -> {
            subscribe(SUBSCRIPTIONS + 1);
            return null;
        });
        company.plumbline.sql().sql("""
                        update billing_snapshot set snapshot = jsonb_set(snapshot, '{subscriptions,0,id}', '"sub_ghost"')
                        where provider_customer = 'cus_777'
                        """).update();
        long began = System.nanoTime();
        JsonNode report = company.ran("report");
        System.out.println("20,000 subscriptions reported on in " + Duration.ofNanos(System.nanoTime() - began));
        assertThat(report.path("status").asString()).as(report.toString()).isEqualTo("COMPLETED");
        assertThat(report.path("totals").path("listed").asInt()).isEqualTo(SUBSCRIPTIONS + 1);
        assertThat(report.path("totals").path("known").asInt()).isEqualTo(SUBSCRIPTIONS);
        assertThat(company.count("select count(*) from reconciliation_slice where list = 'subscriptions' and run = "
                        + report.path("id")))
                .isEqualTo(8);
        assertThat(company.text("""
                        select string_agg(provider_customer || ' ' || why || ' ' || cardinality(subscriptions), ', '
                                          order by provider_customer)
                        from reconciliation_difference where run = %d
                        """.formatted(report.path("id").asLong())))
                .isEqualTo(
                        "cus_0 DIFFERS 1, cus_100 DIFFERS 1, cus_10100 DIFFERS 1, cus_12004 DIFFERS 1, cus_20001 ONLY_THERE 1,"
                                + " cus_3001 DIFFERS 1, cus_5100 DIFFERS 1, cus_6002 DIFFERS 1, cus_777 DIFFERS 2, cus_9003 DIFFERS 1");
        assertThat(company.count("select count(*) from reconciliation_difference where losing and run = "
                        + report.path("id").asLong()))
                .isEqualTo(3);
        // Nobody resolved before the link was known is among them: twenty thousand stale answers were, and nobody
        // looked.
        assertThat(company.text("""
                        select string_agg(type || ' ' || found, ', ' order by type)
                        from (select type, count(*) as found from break group by type) as breaks
                        """)).isEqualTo("PAID_BUT_BLOCKED 1, QUANTITY_MISMATCH 5, UNPAID_BUT_ACTIVE 3");
        JsonNode repair = company.ran("repair");
        assertThat(repair.path("outcomes").path("REPAIRED").asInt())
                .as(repair.toString())
                .isEqualTo(9);
    }
}
