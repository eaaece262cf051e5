package dev.plumbline.sync.reconcile.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.Meter;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.sync.support.RunningPlumbline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was used here and reported there, by a whole node and a simulated Stripe; nights one after the other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UsageGapTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static RunningPlumbline plumbline;
    private static Instant began;
    private static Instant used;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(
                options -> options.with("plumbline.sweep.every", "P1D").with("plumbline.usage.cached-for", "PT0.1S"));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        began = now.minus(Duration.ofDays(10));
        used = now.minus(Duration.ofDays(2));
        SimulatedStripe stripe = plumbline.stripe();
        stripe.at(began.minus(Duration.ofDays(1)), () -> {
            stripe.metering().createMeter("mtr_issued", "invoice.issued", Meter.Formula.SUM);
            stripe.metering().createMeter("mtr_strange", "nobody.counts", Meter.Formula.COUNT);
            stripe.catalogue().createProduct("prod_team", "Team");
            price("price_use", "invoices_metered", "mtr_issued");
            price("price_tiered", "tiered", "mtr_issued");
            price("price_strange", "strange", "mtr_strange");
            return stripe;
        });
        for (String customer : List.of("cus_even", "cus_gap", "cus_more", "cus_quiet")) {
            buys(customer, "invoices_metered");
        }
        buys("cus_tiered", "tiered");
        buys("cus_strange", "strange");
        deliverAll();
        plumbline.comeToRest();
        // As Stripe says it of a price in tiers: one of it has no price.
        plumbline
                .sql()
                .sql("update provider_price set amount = null where price = 'price_tiered'")
                .update();
        uses("cus_even", 10, 10);
        uses("cus_gap", 10, 7);
        uses("cus_more", 4, 6);
        uses("cus_tiered", 3, 0);
        // Not settled yet: it may be on its way to either of both.
        send("cus_even", "young", 1, Instant.now().minus(Duration.ofMinutes(10)));
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    private static void price(String id, String key, String meter) {
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 150)
                        .withId(id)
                        .keyed(key)
                        .byUse(meter));
    }

    private static void buys(String customer, String price) {
        SimulatedStripe stripe = plumbline.stripe();
        stripe.at(began, () -> {
            stripe.customers()
                    .create(NewCustomer.named(customer).withId(customer).in("FI"));
            return stripe.subscriptions().start(customer, Line.metered(price));
        });
    }

    private static void deliverAll() {
        List<dev.plumbline.simulated.stripe.Event> events =
                plumbline.stripe().reading().events().all().toList();
        events.reversed().forEach(plumbline::deliver);
    }

    private static void uses(String customer, int here, int there) {
        send(customer, "use", here, used);
        report(customer, "use", there);
    }

    private static void send(String customer, String prefix, int many, Instant at) {
        String batch = IntStream.range(0, many)
                .mapToObj(i -> """
                        {"specversion":"1.0","source":"app","id":"%s-%s-%d","type":"invoice.issued","subject":"%s","time":"%s"}""".formatted(customer, prefix, i, customer, at.plusSeconds(i)))
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(plumbline.post("/v1/usage", "application/json", batch).body())
                .doesNotContain("rejected");
    }

    private static void report(String customer, String prefix, int many) {
        for (int i = 0; i < many; i++) {
            plumbline
                    .stripe()
                    .metering()
                    .report(customer + prefix + i, "invoice.issued", customer, BigDecimal.ONE, used.plusSeconds(i));
        }
    }

    private static long run() {
        long id = JSON.readTree(plumbline
                        .post("/v1/reconciliations", "application/json", "{\"mode\":\"report\"}")
                        .body())
                .get("id")
                .asLong();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> plumbline
                        .json("/v1/reconciliations/" + id)
                        .path("endedAt")
                        .isString());
        JsonNode run = plumbline.json("/v1/reconciliations/" + id);
        assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("COMPLETED");
        return id;
    }

    private static List<String> gaps() {
        return plumbline.sql().sql("""
                        select concat_ws(' ', provider_customer, side, coalesce(amount::text, 'unknown'), currency,
                                         evidence #>> '{counts,here}', evidence #>> '{counts,there}', evidence ->> 'feature')
                        from break where type = 'USAGE_GAP' and resolved_at is null order by provider_customer
                        """).query((row, n) -> row.getString(1)).list();
    }

    private static List<String> totals(long run) {
        return plumbline
                .sql()
                .sql("""
                        select concat_ws(' ', cells ->> 1, cells ->> 2, cells ->> 3, cells ->> 4, cells ->> 5)
                        from reconciliation_report_line
                        where run = :run and section = 'control-totals' and cells ->> 0 = 'usage' order by line
                        """)
                .param("run", run)
                .query((row, n) -> row.getString(1))
                .list();
    }

    @Test
    @Order(1)
    @DisplayName(
            "USAGE_GAP: what was used and not reported is leakage with its price, what was billed and not used harms;"
                    + " what nobody can compare is counted as that")
    void findsWhatWasNotReported() {
        long run = run();
        assertThat(gaps())
                .containsExactly(
                        "cus_gap leakage 450 EUR 10 7 invoices",
                        "cus_more customer_harm 300 EUR 4 6 invoices",
                        "cus_tiered leakage unknown 3 0 invoices");
        assertThat(totals(run))
                .containsExactly(
                        "broken EUR 2 750",
                        "broken unknown 1",
                        "matched none 2",
                        "not-compared no-meter-of-ours none 1",
                        "total EUR 2 750",
                        "total none 3",
                        "total unknown 1");
        assertThat(plumbline
                        .json("/v1/breaks?type=USAGE_GAP&limit=10")
                        .get("data")
                        .toString())
                .contains("10 here and 7 there: 3 were used and not reported");
    }

    @Test
    @Order(2)
    @DisplayName(
            "F-63: a provider that is busy is waited for; a gap that was mended is closed, the others are the same breaks")
    void closesWhatWasMended() {
        String before = ids();
        report("cus_gap", "use", 10);
        plumbline
                .api()
                .nextTo("/v1/billing/meters", new Trouble.RateLimited(Duration.ofMillis(100)), new Trouble.Reset());
        run();
        assertThat(gaps())
                .extracting(gap -> gap.substring(0, gap.indexOf(' ')))
                .containsExactly("cus_more", "cus_tiered");
        assertThat(ids()).isEqualTo(before);
        assertThat(plumbline
                        .sql()
                        .sql("select reason_code from break where type = 'USAGE_GAP' and provider_customer = 'cus_gap'")
                        .query(String.class)
                        .single())
                .isEqualTo("NOT_FOUND_AGAIN");
    }

    private static String ids() {
        return plumbline.sql().sql("""
                        select string_agg(id::text, ',' order by id) from break
                        where type = 'USAGE_GAP' and provider_customer in ('cus_more', 'cus_tiered')
                        """).query(String.class).single();
    }

    @Test
    @Order(3)
    @DisplayName(
            "USAGE_GAP: a key that may not read meters compares nothing and says so; no break is opened or closed by it")
    void saysThatItMayNotRead() {
        List<String> before = gaps();
        plumbline.api().nextTo("/v1/billing/meters", new Trouble.ServerError(403));
        long run = run();
        assertThat(totals(run)).containsExactly("not-compared key-refused none 6", "total none 6");
        assertThat(gaps()).isEqualTo(before);
    }

    @Test
    @Order(4)
    @DisplayName("USAGE_GAP: a period that is over is compared once more, whole; a run that goes on asks nobody twice")
    void comparesThePeriodThatIsOver() {
        // As if their period had ended: what was compared up to an hour ago is over now.
        plumbline.sql().sql("""
                        update reconciliation_usage set period_until = period_from + interval '1 day',
                            period_end = date_trunc('minute', now() - interval '2 hours')
                        where provider_customer = 'cus_more'
                        """).update();
        plumbline.sql().sql("""
                        update billing_snapshot set snapshot = jsonb_set(jsonb_set(snapshot, '{subscriptions,0,items,0,periodStart}',
                            to_jsonb(to_char(now() at time zone 'UTC' - interval '2 hours', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))),
                            '{subscriptions,0,items,0,periodEnd}',
                            to_jsonb(to_char(now() at time zone 'UTC' + interval '28 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
                        where provider_customer = 'cus_more'
                        """).update();
        String before = ids();
        plumbline.api().log().clear();
        long run = run();
        assertThat(plumbline
                        .sql()
                        .sql("""
                        select string_agg(outcome || ' ' || (period_until = date_trunc('minute', period_end)), ',' order by period_from)
                        from reconciliation_usage where run = :run and provider_customer = 'cus_more'
                        """)
                        .param("run", run)
                        .query(String.class)
                        .single())
                .isEqualTo("broken true,matched false");
        assertThat(ids()).isEqualTo(before);
        assertThat(plumbline.api().log().requests().stream()
                        .filter(request -> request.path().endsWith("event_summaries"))
                        .map(request -> request.path() + request.query()))
                .hasSize(6)
                .doesNotHaveDuplicates();
    }
}
