package dev.plumbline.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What nobody told us is found and repaired; what is in flight, or people's own, is left alone. */
class RepairTest {
    private static Company company;

    @BeforeAll
    static void open() {
        company = new Company(options -> {});
    }

    @AfterAll
    static void close() {
        company.close();
    }

    /** With the digest of a subscription left out of ListedContent, or a status filter in StripeListing, this fails. */
    @Test
    @DisplayName(
            "F-67 F-69 F-66: what no event told is found, reported without a change, then repaired, each once; then all fits")
    void repairsWhatNobodyTold() {
        List<String> customers = company.customers("cus_a", 6);
        company.silently(() -> company.changeSeats("cus_a0", 9));
        company.cancelSilently("cus_a1");
        company.silently(() -> company.plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named("New").withId("cus_anew").in("FI"), Line.of("price_t", 3)));
        company.changeSeats("cus_a2", 7); // told of, and the delivery was lost
        String before = state();

        JsonNode report = company.ran("report");
        long id = report.path("id").asLong();
        assertThat(report.path("status").asString()).as(report.toString()).isEqualTo("COMPLETED");
        assertThat(report.path("outcomes").toString()).isEqualTo("{\"WOULD_REPAIR\":4}");
        assertThat(state()).as("a report writes nothing").isEqualTo(before);
        assertThat(company.text("select (before ->> 'gives') || ' ' || (after ->> 'gives') || ' ' || why"
                        + " from reconciliation_difference where run = " + id + " and provider_customer = 'cus_a1'"))
                .isEqualTo("true false DIFFERS");
        assertThat(company.text("select why from reconciliation_difference where run = " + id
                        + " and provider_customer = 'cus_anew'"))
                .isEqualTo("ONLY_THERE");

        JsonNode repair = company.ran("repair");
        long second = repair.path("id").asLong();
        assertThat(repair.path("outcomes").toString()).isEqualTo("{\"REPAIRED\":4}");
        assertThat(company.seats("cus_a0")).isEqualTo(9);
        assertThat(company.hasAccess("cus_a1")).isFalse();
        assertThat(company.seats("cus_a2")).isEqualTo(7);
        assertThat(company.hasAccess("cus_anew")).isTrue();
        assertThat(company.withAccess(customers)).isEqualTo(5);
        assertThat(company.text(
                        "select before_version || ' ' || after_version from reconciliation_difference where run = "
                                + second + " and provider_customer = 'cus_a0'"))
                .isEqualTo("1 2");
        assertThat(company.text(
                        "select timeline = (select after -> 'timeline' from reconciliation_difference where run = "
                                + second
                                + " and provider_customer = 'cus_a0') from entitlement where customer_key = 'cus_a0'"))
                .isEqualTo("t");
        assertThat(company.count("select count(*) from entitlement_history where cause ->> 'kind' = 'reconcile'"))
                .isEqualTo(4);

        // F-72: the same business date again
        JsonNode again = company.ran("repair");
        assertThat(again.path("id").asLong()).isGreaterThan(second);
        assertThat(company.differences(again)).isZero();
        assertThat(again.path("previousRun").asLong()).isEqualTo(second);
        assertThat(again.path("totals").path("listed").asLong())
                .isEqualTo(again.path("totals").path("known").asLong());
    }

    private static String state() {
        return company.text(
                """
                select (select md5(string_agg(s::text, '' order by id)) from subject s)
                    || (select md5(string_agg(e::text, '' order by customer_key)) from entitlement e)
                    || (select count(*) from entitlement_history) || (select count(*) from audit where action like 'entitlement%')
                    || (select md5(string_agg(b::text, '' order by provider_customer)) from billing_snapshot b)
                """.replace("s::text", "(id, dirty_seq, applied_fence, applied_seq, absent_since, lease_until)::text"));
    }

    @Test
    @DisplayName(
            "F-73: who has an event waiting, or was applied after the list was begun, is in flight and no difference")
    void leavesAloneWhatIsInFlight() {
        company.customers("cus_f", 2);
        company.silently(() -> company.changeSeats("cus_f0", 8));
        company.silently(() -> company.changeSeats("cus_f1", 8));
        company.plumbline.sql().sql("""
                        update subject set dirty_seq = nextval('subject_dirty_seq'), dirty_cause = 'event',
                               due_at = clock_timestamp() + interval '1 hour'
                        where id = 'cus_f0'
                        """).update();
        company.plumbline.sql().sql("""
                        update subject set applied_fence = nextval('subject_fence') + 100000 where id = 'cus_f1'
                        """).update();
        JsonNode run = company.ran("repair");
        assertThat(run.path("outcomes").toString()).isEqualTo("{\"IN_FLIGHT\":2}");
        assertThat(company.seats("cus_f0")).isEqualTo(5);
        company.plumbline.sql().sql("""
                        update subject set dirty_seq = null, due_at = null, applied_fence = 0 where id in ('cus_f0', 'cus_f1')
                        """).update();
        assertThat(company.ran("repair").path("outcomes").toString()).isEqualTo("{\"REPAIRED\":2}");
    }

    @Test
    @DisplayName("An override and a pin are not touched by a repair")
    void leavesPeoplesDecisionsAlone() {
        company.customers("cus_o", 1);
        HttpResponse<String> made = company.plumbline.post("/v1/customers/cus_o0/overrides", "application/json", """
                {"feature":"seats","effect":"set","value":40,"reason":"a test","validUntil":"2030-01-01T00:00:00Z"}
                """);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String pins = company.text("select kept from billing_pin where provider_customer = 'cus_o0'");
        String overrides = company.text("select md5(string_agg(o::text, '')) from customer_override o");
        company.silently(() -> company.changeSeats("cus_o0", 11));
        assertThat(company.ran("repair").path("outcomes").path("REPAIRED").asInt())
                .isEqualTo(1);
        assertThat(company.seats("cus_o0")).isEqualTo(40);
        assertThat(company.text("select kept from billing_pin where provider_customer = 'cus_o0'"))
                .isEqualTo(pins);
        assertThat(company.text("select md5(string_agg(o::text, '')) from customer_override o"))
                .isEqualTo(overrides);
    }

    @Test
    @DisplayName("F-75: webhooks of the very subjects that a run repairs: one order, no update lost")
    void standsWebhooksAtTheSameTime() {
        List<String> customers = company.customers("cus_w", 40);
        customers.forEach(customer -> company.silently(() -> company.changeSeats(customer, 6)));
        long run = company.start("repair");
        var deliveries = IntStream.range(0, customers.size())
                .mapToObj(i -> company.changeSeats(customers.get(i), 10 + i))
                .flatMap(change -> change.events().stream())
                .map(event -> company.plumbline.deliverSoon(event.body()))
                .toList();
        CompletableFuture.allOf(deliveries.toArray(CompletableFuture[]::new)).join();
        JsonNode ended = company.ended(run);
        company.plumbline.comeToRest();
        for (int i = 0; i < customers.size(); i++) {
            assertThat(company.seats(customers.get(i)))
                    .as(customers.get(i) + " " + ended)
                    .isEqualTo(10 + i);
        }
        assertThat(company.count("""
                        select count(*) from (select customer_key, count(*) as n, max(version) as newest
                                              from entitlement_history group by customer_key) h where n <> newest
                        """)).as("versions without a gap").isZero();
        assertThat(company.count("select count(*) from subject where lease_until is not null"))
                .isZero();
        assertThat(company.differences(company.ran("report"))).isZero();
    }

    @Test
    @DisplayName("F-58: a model that is published while a run goes on does not become the run's; the next one has it")
    void judgesByOneModel() {
        company.customers("cus_m", 1);
        long before = company.count("select max(revision) from model_revision");
        company.plumbline
                .api()
                .nextTo(
                        "/v1/subscriptions",
                        new dev.plumbline.simulated.api.Trouble.Slow(java.time.Duration.ofSeconds(1)));
        long run = company.start("report");
        await().atMost(Company.SOON)
                .until(() -> company.run(run).path("modelRevision").isNumber());
        company.plumbline.sql().sql("""
                        insert into model_revision select (jsonb_populate_record(m, jsonb_build_object('revision', revision + 1))).*
                        from model_revision m where revision = (select max(revision) from model_revision)
                        """).update();
        JsonNode ended = company.ended(run);
        assertThat(ended.path("modelRevision").asLong()).isEqualTo(before);
        assertThat(company.ran("report").path("modelRevision").asLong()).isEqualTo(before + 1);
    }
}
