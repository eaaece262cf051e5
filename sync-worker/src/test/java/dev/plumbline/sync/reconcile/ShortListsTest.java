package dev.plumbline.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Drift in what a subscription's own row does not show: who its customer is, since when it is unpaid, what was agreed for later.
 * With what it is about left out of ListedContent each of these fails.
 */
class ShortListsTest {
    private static final Instant ONE_DAY = Instant.parse("2031-01-01T00:00:00Z");
    private static Company company;

    /** Somebody of each kind, all of them known by webhooks. */
    @BeforeAll
    static void open() {
        company = new Company(options -> {});
        company.customers("cus_s", 9);
        var stripe = company.plumbline.stripe();
        tell(() -> stripe.payments().fail(id("cus_s1")).events());
        tell(() -> stripe.payments().fail(id("cus_s2")).events());
        tell(() -> stripe.schedules()
                .follow(id("cus_s3"), "release", phase(ONE_DAY, 20))
                .events());
        tell(() -> stripe.schedules()
                .follow(id("cus_s4"), "cancel", phase(ONE_DAY, 30))
                .events());
        tell(() ->
                stripe.schedules().plan("cus_s5", "release", phase(ONE_DAY, 7)).events());
        tell(() -> stripe.cancellations().atPeriodEnd(id("cus_s6")).events());
        company.plumbline.comeToRest();
        fits();
    }

    @AfterAll
    static void close() {
        company.close();
    }

    private static void tell(Supplier<List<dev.plumbline.simulated.stripe.Event>> work) {
        work.get().forEach(company.plumbline::deliver);
    }

    private static String id(String customer) {
        return company.subscription(customer).id();
    }

    private static Schedule.Phase phase(Instant from, long seats) {
        return new Schedule.Phase(from, from.plus(Duration.ofDays(90)), Line.of("price_t", seats));
    }

    private static void fits() {
        JsonNode run = company.ran("report");
        assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("COMPLETED");
        assertThat(company.differences(run))
                .as("both sides say the same: " + run)
                .isZero();
    }

    /** Found by a report, mended by a repair, and then all fits; nobody else is looked at. */
    private static void isFound(String customer, String type) {
        long run = company.ran("report").path("id").asLong();
        assertThat(company.text(
                        "select string_agg(provider_customer || ' ' || outcome, ', ') from reconciliation_difference"
                                + " where run = "
                                + run))
                .isEqualTo(customer + " WOULD_REPAIR");
        assertThat(company.text("select string_agg(type, ', ') from break_told where left_as is null and run = " + run
                        + " and provider_customer = '" + customer + "'"))
                .isEqualTo(type);
        assertThat(company.ran("repair").path("outcomes").toString()).isEqualTo("{\"REPAIRED\":1}");
        fits();
    }

    @Test
    @DisplayName("F-69: a customer's new name, of which nothing told, is found")
    void findsAName() {
        company.silently(
                () -> company.plumbline.stripe().customers().update("cus_s0", one -> one.named("Renamed & Daughters")));
        isFound("cus_s0", "EVENT_MISSED");
        assertThat(company.text("select billing_name from customer where key = 'cus_s0'"))
                .isEqualTo("Renamed & Daughters");
    }

    @Test
    @DisplayName(
            "F-69: a customer that moved to another country, of which nothing told, is found, and what it was given")
    void findsACountry() {
        company.silently(() -> company.plumbline.stripe().customers().update("cus_s8", one -> one.livingIn("US")));
        isFound("cus_s8", "UNPAID_BUT_ACTIVE");
    }

    @Test
    @DisplayName("F-67: who owes since another day than we hold is found; who owes since the same is not")
    void findsArrears() {
        company.plumbline.sql().sql("""
                        update billing_snapshot
                        set snapshot = jsonb_set(snapshot, '{subscriptions,0,arrearsSince}', '"2026-01-02T03:04:05Z"'), listed_of = null
                        where provider_customer = 'cus_s1'
                        """).update();
        isFound("cus_s1", "EVENT_MISSED");
    }

    @Test
    @DisplayName("F-67: another phase of a running plan of changes, and an end that only the plan knows, are found")
    void findsAPhase() {
        company.plumbline.sql().sql("""
                        update billing_snapshot
                        set snapshot = jsonb_set(snapshot, '{subscriptions,0,ahead,0,items,0,quantity}', '21'), listed_of = null
                        where provider_customer = 'cus_s3'
                        """).update();
        isFound("cus_s3", "EVENT_MISSED");
        company.plumbline.sql().sql("""
                        update billing_snapshot
                        set snapshot = snapshot #- '{subscriptions,0,endsAt}', listed_of = null
                        where provider_customer = 'cus_s4'
                        """).update();
        isFound("cus_s4", "EVENT_MISSED");
    }

    @Test
    @DisplayName(
            "F-69: a subscription that is to begin later, of which nothing told, is found although no list of them has"
                    + " it")
    void findsWhatIsYetToBe() {
        company.silently(() -> company.plumbline.stripe().schedules().plan("cus_s7", "release", phase(ONE_DAY, 9)));
        isFound("cus_s7", "EVENT_MISSED");
        assertThat(company.text("select snapshot -> 'subscriptions' -> 0 ->> 'status' from billing_snapshot"
                        + " where provider_customer = 'cus_s7'"))
                .isIn("PENDING", "ACTIVE");
    }

    @Test
    @DisplayName("F-64: a page of a short list is not to be had at first, and comes later: nothing differs for it")
    void waitsForAShortList() {
        company.plumbline.api().nextTo("/v1/invoices", new Trouble.ServerError(500), new Trouble.Reset());
        company.plumbline.api().nextTo("/v1/subscription_schedules", new Trouble.Html());
        fits();
    }
}
