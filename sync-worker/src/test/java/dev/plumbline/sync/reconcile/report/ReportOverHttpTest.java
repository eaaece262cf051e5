package dev.plumbline.sync.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.entitlement.record.ProviderPrice;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Subscription;
import dev.plumbline.sync.sheet.Part;
import dev.plumbline.sync.sheet.Shape;
import dev.plumbline.sync.support.Rfc4180;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.Workbooks;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Planted breaks, one of each kind that can be planted, through the real job: what is found, what is told, and that it ties. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReportOverHttpTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Customer or subject, and what is planted there. */
    private static final Map<String, String> PLANTED = new TreeMap<>(Map.of(
            "cus_blocked", "PAID_BUT_BLOCKED customer_harm 6000 EUR",
            "cus_active", "UNPAID_BUT_ACTIVE leakage 6000 EUR",
            "cus_plan", "PLAN_MISMATCH customer_harm 6500 EUR",
            "cus_seats", "QUANTITY_MISMATCH customer_harm 3600 EUR",
            "cus_term", "TERM_OR_CURRENCY_MISMATCH neutral 1000 EUR",
            "cus_gone", "STALE_LINK leakage 6000 EUR",
            "cus_quiet", "EVENT_MISSED neutral none",
            "cus_stale", "STALE_RESOLUTION customer_harm 6000 EUR",
            "cus_override", "OVERRIDE_EXPIRED_ACTIVE leakage 2500 EUR",
            "cus_special", "UNMAPPED_PRICE neutral none"));

    private static RunningPlumbline plumbline;
    private static long first;

    @BeforeAll
    static void plant() {
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.sync.settle", "PT1H")
                .with("plumbline.sweep.every", "P1D")
                .with("plumbline.reconcile.cron", "-")
                .with("plumbline.reconcile.second-look", "PT0S"));
        var catalogue = plumbline.stripe().catalogue();
        catalogue.createProduct("prod_team", "Team");
        var prices = new ArrayList<ProviderPrice>();
        Map.of("team_monthly_2026", 1_200L, "team_yearly_2026", 12_000L, "business_monthly", 2_500L, "special", 3_300L)
                .forEach((key, amount) -> {
                    boolean yearly = key.contains("yearly");
                    catalogue.createPrice((yearly
                                    ? NewPrice.yearly("prod_team", "eur", amount)
                                    : NewPrice.monthly("prod_team", "eur", amount))
                            .withId("price_" + key)
                            .keyed(key));
                    prices.add(new ProviderPrice(
                            "price_" + key,
                            "prod_team",
                            key,
                            true,
                            BigDecimal.valueOf(amount),
                            "EUR",
                            Period.ofMonths(yearly ? 12 : 1)));
                });
        plumbline.bean(ProviderPrices.class).keep("stripe", "default", prices);
        for (String customer : List.of(
                "cus_active",
                "cus_plan",
                "cus_seats",
                "cus_term",
                "cus_gone",
                "cus_quiet",
                "cus_stale",
                "cus_override",
                "cus_fine",
                "cus_fine_too")) {
            buy(customer, "team_monthly_2026").forEach(plumbline::deliver);
        }
        buy("cus_special", "special").forEach(plumbline::deliver);
        plumbline.comeToRest();
        silently(() -> buy("cus_blocked", "team_monthly_2026"));
        silently(() -> plumbline
                .stripe()
                .cancellations()
                .now(subscription("cus_active").id()));
        silently(() -> plumbline.stripe().customers().delete("cus_gone"));
        Subscription seats = subscription("cus_seats");
        silently(() -> plumbline
                .stripe()
                .subscriptions()
                .changeQuantity(seats.id(), seats.items().getFirst().id(), 8));
        move("cus_plan", "business_monthly");
        move("cus_term", "team_yearly_2026");
        silently(() ->
                plumbline.stripe().payments().fail(subscription("cus_quiet").id()));
        plumbline.sql().sql("""
                        update entitlement e set timeline = (
                            select jsonb_object_agg(key, '[{"granted": false, "reason": "NOT_IN_PLAN", "source": "default", "ref": "x"}]'::jsonb)
                            from jsonb_each(e.timeline))
                        where customer_key = 'cus_stale'
                        """).update();
        plumbline.sql().sql("""
                        insert into customer_override (id, customer_key, feature, effect, value, valid_from, valid_until, reason, created_by)
                        values ('ovr_old', 'cus_override', 'sso', 'grant', null, now() - interval '9 days', now() - interval '1 day', 'x', 'x');
                        update customer set dirty_seq = nextval('customer_dirty_seq') where key = 'cus_override'
                        """).update();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> count("select count(*) from customer where dirty_seq is not null") == 0);
        plumbline.sql().sql("""
                        update entitlement set timeline = jsonb_set(timeline, '{sso}',
                            '[{"granted": true, "type": "switch", "reason": "OVERRIDE", "source": "override", "ref": "ovr_old"}]')
                        where customer_key = 'cus_override'
                        """).update();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        plumbline.get("/v1/customers/cus_fine/entitlements/sso").statusCode() == 200
                                && plumbline
                                                .get("/v1/customers/cus_fine/entitlements/teleport")
                                                .statusCode()
                                        == 404);
        plumbline
                .bean(dev.plumbline.entitlement.check.AskedFeatures.class)
                .write(java.time.LocalDate.now(java.time.ZoneOffset.UTC));
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    @Test
    @Order(1)
    @DisplayName(
            "F-67 F-69: a report finds every planted break with the right type and amount, and no other; nothing is changed by it")
    void findsWhatIsPlanted() {
        first = ran("report");
        var found = new TreeMap<String, String>();
        section(first, "breaks")
                .forEach(one -> found.put(
                        text(one, one.get("customer").isNull() ? "providerCustomer" : "customer"),
                        text(one, "type") + " " + text(one, "side") + " "
                                + (one.get("amount").isNull()
                                        ? ""
                                        : one.get("amount").asLong() + " ")
                                + text(one, "currency")));
        assertThat(found).isEqualTo(PLANTED);
        assertThat(plumbline.check("cus_active", "seats").get("hasAccess").asBoolean())
                .isTrue();
    }

    @Test
    @Order(2)
    @DisplayName("M22: every row is in one bucket, of both sides, and what they come to is what was read")
    void ties() {
        JsonNode summary = report(first).get("summary");
        assertThat(summary.get("provider.total").asLong())
                .isEqualTo(summary.get("listed").asLong())
                .isEqualTo(count("select count(*) from reconciliation_row where run = " + first));
        assertThat(summary.get("provider.broken").asLong())
                .as("seven planted there, one of them gone")
                .isEqualTo(7);
        assertThat(summary.get("ours.total").asLong())
                .isEqualTo(summary.get("held").asLong())
                .isEqualTo(11);
        assertThat(summary.get("provider.matched").asLong())
                .isEqualTo(summary.get("ours.matched").asLong());
        assertThat(summary.get("model.sha256").asString()).hasSize(64);
        assertThat(summary.get("asOf.provider").asString()).isNotEmpty();
        assertThat(summary.get("material.EUR").asLong()).isPositive();
        assertThat(sum(first, "control-totals", "amount", Map.of("side", "ours", "bucket", "total", "currency", "EUR")))
                .as("eleven, ten of which have a price that is known in EUR: 10 * 6000 + 5 * 3300")
                .isEqualTo(10 * 6_000 + 5 * 3_300);
    }

    @Test
    @Order(3)
    @DisplayName(
            "F-77: what is taken away has a line for each break, a spreadsheet finds no formula in it, and it parses back")
    void isTakenAway() {
        plumbline.sql().sql("""
                        update break_told set detail = '=cmd|''/c calc''!A1', assignee = '+1', customer_key = '@sum',
                               provider_customer = E'a"b\\r\\nc,d\\te' where run = :run and type = 'STALE_LINK'
                        """).param("run", first).update();
        HttpResponse<String> csv = plumbline.get("/v1/reconciliations/" + first + "/report.csv");
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        List<List<String>> rows = Rfc4180.parse(csv.body());
        assertThat(rows).hasSize(1 + (int) count("select count(*) from break_told where run = " + first));
        assertThat(rows)
                .allSatisfy(
                        row -> assertThat(row).hasSize(Section.BREAKS.columns().size()));
        List<String> hostile = rows.stream()
                .filter(row -> row.contains("STALE_LINK"))
                .findFirst()
                .orElseThrow();
        assertThat(hostile).contains("'=cmd|'/c calc'!A1", "'+1", "'@sum", "a\"b\r\nc,d\te");
        for (Shape section : Section.ALL.all()) {
            List<List<String>> part = Rfc4180.parse(plumbline
                    .get("/v1/reconciliations/" + first + "/report.csv?section=" + section.key())
                    .body());
            assertThat(part.getFirst()).as("%s", section).isEqualTo(section.columns());
            if (!section.equals(Section.SUMMARY)) {
                assertThat(part)
                        .as("%s is the same in JSON", section)
                        .hasSize(1 + section(first, section.key()).size());
            }
        }
        Workbooks.Book book = Workbooks.get(plumbline, "/v1/reconciliations/" + first + "/report.xlsx");
        for (Shape section : Section.ALL.all()) {
            assertThat(book.sheet(section.key()))
                    .as("%s as XLSX is what it is as CSV, cell by cell", section)
                    .isEqualTo(Rfc4180.parse(plumbline
                            .get("/v1/reconciliations/" + first + "/report.csv?section=" + section.key())
                            .body()));
        }
        assertThat(book.sheet("totals").toString())
                .contains(report(first).get("contentSha256").asString());
        assertThat(plumbline
                        .get("/v1/reconciliations/" + first + "/report.csv?section=x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(plumbline.get("/v1/reconciliations/999999/report.json").statusCode())
                .isEqualTo(404);
        assertThat(count("select count(*) from audit where action = 'reconciliation.report.exported'"))
                .isPositive();
    }

    @Test
    @Order(4)
    @DisplayName(
            "M32: prices without mapping, mappings without subscription, features nobody asks for, features not in the model")
    void tellsWhatDoesNotMeet() {
        Map<String, List<String>> coverage = new HashMap<>();
        section(first, "coverage")
                .forEach(line -> coverage.computeIfAbsent(text(line, "kind"), _ -> new ArrayList<>())
                        .add(text(line, "ref")));
        assertThat(coverage.get(Coverage.PRICE_UNMAPPED)).containsExactly("price_special");
        assertThat(coverage.get(Coverage.MAPPING_UNUSED))
                .contains("starter@1", "team@1")
                .doesNotContain("team@2@");
        assertThat(coverage.get(Coverage.NOT_ASKED)).contains("bank_payouts").doesNotContain("sso");
        assertThat(coverage.get(Coverage.NOT_IN_MODEL)).containsExactly("teleport");
        Map<String, Long> onThePage = plumbline.bean(ReportLines.class).countedByFirst(first, "coverage");
        assertThat(onThePage.keySet()).isEqualTo(coverage.keySet());
        coverage.forEach(
                (kind, refs) -> assertThat(onThePage.get(kind)).as(kind).isEqualTo(refs.size()));
    }

    @Test
    @Order(5)
    @DisplayName("A break leads to what proves it: its customer, its explanation, its deliveries, its run")
    void leadsToItsEvidence() {
        JsonNode broken = plumbline
                .json("/v1/breaks?type=UNPAID_BUT_ACTIVE&run=" + first)
                .get("data")
                .get(0);
        assertThat(broken.get("cause").asString()).isEqualTo("missed");
        assertThat(broken.get("run").asLong()).isEqualTo(first);
        assertThat(broken.at("/evidence/objectSha256").asString()).hasSize(64);
        assertThat(broken.at("/money/amount").asLong()).isEqualTo(6_000);
        for (String link : List.of("customer", "timeline", "explanation", "inbox", "run")) {
            String path = broken.get("links").get(link).asString();
            assertThat(plumbline.get(path).statusCode())
                    .as("%s: %s", link, path)
                    .isEqualTo(200);
        }
        assertThat(plumbline.json("/v1/breaks?run=999999").get("data")).isEmpty();
    }

    @Test
    @Order(6)
    @DisplayName(
            "M25: a repair closes them, and the roll-forward says how: opening - fixed = closing, from the report before; a refresh rewrites an answer that somebody wrote")
    void repairs() {
        long second = ran("repair");
        Map<String, Long> counts = rollForward(second, "EUR");
        assertThat(counts.get("opening")).isEqualTo(8);
        assertThat(counts.get("fixed")).as("six that differed").isEqualTo(6);
        assertThat(counts.get("closing")).as("no run mends a stored answer").isEqualTo(2);
        assertThat(section(second, "breaks").stream()
                        .filter(one -> one.get("left").isNull())
                        .map(one -> text(one, "type")))
                .containsExactlyInAnyOrder("STALE_RESOLUTION", "OVERRIDE_EXPIRED_ACTIVE", "UNMAPPED_PRICE");
        assertThat(plumbline.check("cus_active", "seats").get("hasAccess").asBoolean())
                .isFalse();

        // Its hash is right and the billing system says what it said: only who looks at what is stored sees it. Without
        // Cause.isToLookCloser both are told of in the third run again.
        for (String customer : List.of("cus_stale", "cus_override")) {
            long version = count("select version from entitlement where customer_key = '" + customer + "'");
            JsonNode refreshed = JSON.readTree(plumbline
                    .post("/v1/customers/" + customer + "/refresh?wait=20s", "application/json", "")
                    .body());
            assertThat(refreshed.get("applied").asBoolean()).as(customer).isTrue();
            assertThat(refreshed.get("version").asLong()).as(customer).isEqualTo(version + 1);
        }
        assertThat(plumbline.check("cus_stale", "seats").get("hasAccess").asBoolean())
                .isTrue();
        long third = ran("report");
        assertThat(section(third, "breaks").stream()
                        .map(one -> text(one, "type") + " " + text(one, "left"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "STALE_RESOLUTION auto-cleared", "OVERRIDE_EXPIRED_ACTIVE auto-cleared", "UNMAPPED_PRICE null");
        assertThat(text(report(third).get("summary"), "previousRun")).isEqualTo(Long.toString(second));
        assertThat(section(first, "breaks")).as("what was told then stays").hasSize(PLANTED.size());
    }

    @Test
    @Order(7)
    @DisplayName("run.finished and break.opened are told to whoever listens; a run that does not tie has no report")
    void tellsOthers() {
        assertThat(count("select count(*) from outbox where kind = 'run.finished' and (payload ->> 'run')::bigint = "
                        + first))
                .isEqualTo(1);
        assertThat(count("select count(*) from outbox where kind = 'break.opened'"))
                .isGreaterThanOrEqualTo(9);
        plumbline
                .sql()
                .sql("update reconciliation_report set content_sha256 = null where run = :run")
                .param("run", first)
                .update();
        assertThat(plumbline
                        .get("/v1/reconciliations/" + first + "/report.json")
                        .statusCode())
                .isEqualTo(409);
    }

    private static Map<String, Long> rollForward(long run, String currency) {
        var counts = new HashMap<String, Long>();
        section(run, "roll-forward").stream()
                .filter(line -> text(line, "currency").equals(currency))
                .forEach(
                        line -> counts.put(text(line, "line"), line.get("count").asLong()));
        return counts;
    }

    private static long sum(long run, String section, String column, Map<String, String> where) {
        return section(run, section).stream()
                .filter(line -> where.entrySet().stream()
                        .allMatch(one -> text(line, one.getKey()).equals(one.getValue())))
                .mapToLong(line -> line.get(column).asLong())
                .sum();
    }

    private static JsonNode report(long run) {
        return plumbline.json("/v1/reconciliations/" + run + "/report.json");
    }

    private static List<JsonNode> section(long run, String key) {
        var lines = new ArrayList<JsonNode>();
        report(run).get(new Part(key, List.of(), _ -> {}).property()).forEach(lines::add);
        return lines;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value.isNull() ? "null" : value.asString();
    }

    private static long ran(String mode) {
        HttpResponse<String> asked =
                plumbline.post("/v1/reconciliations", "application/json", "{\"mode\":\"" + mode + "\"}");
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        long id = JSON.readTree(asked.body()).get("id").asLong();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !List.of("PENDING", "RUNNING")
                        .contains(plumbline
                                .json("/v1/reconciliations/" + id)
                                .get("status")
                                .asString()));
        JsonNode run = plumbline.json("/v1/reconciliations/" + id);
        assertThat(run.get("status").asString()).as(run.toString()).isEqualTo("COMPLETED");
        return id;
    }

    private static List<dev.plumbline.simulated.stripe.Event> buy(String customer, String price) {
        return plumbline
                .stripe()
                .at(
                        Instant.now().minus(Duration.ofDays(3)),
                        () -> plumbline
                                .stripe()
                                .subscriptions()
                                .checkout(
                                        NewCustomer.named(customer)
                                                .withId(customer)
                                                .in("DE"),
                                        Line.of("price_" + price, 5)))
                .events();
    }

    private static void move(String customer, String price) {
        Subscription one = subscription(customer);
        silently(() -> plumbline
                .stripe()
                .subscriptions()
                .changePlan(one.id(), one.items().getFirst().id(), "price_" + price));
    }

    private static Subscription subscription(String customer) {
        return plumbline
                .stripe()
                .reading()
                .subscriptions()
                .of(customer)
                .findFirst()
                .orElseThrow();
    }

    private static void silently(Supplier<?> work) {
        var _ = plumbline.stripe().silently(work);
    }

    private static long count(String sql) {
        return plumbline.sql().sql(sql).query(Long.class).single();
    }
}
