package dev.plumbline.sync.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.entitlement.record.ProviderPrice;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.sync.sheet.Shape;
import dev.plumbline.sync.support.Rfc4180;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.Seats;
import dev.plumbline.sync.support.Workbooks;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Two months from the first run to the lock: what is signed adds up, never changes, and takes two people. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PeriodsOverHttpTest {
    @SuppressWarnings("TimeInStaticInitializer") // the months lie before the day on which the class runs
    private static final YearMonth NOW = YearMonth.from(LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC));

    private static final YearMonth FIRST = NOW.minusMonths(2);
    private static final YearMonth SECOND = NOW.minusMonths(1);
    private static final String HOSTILE = "=HYPERLINK(\"http://evil.example\")";

    private static RunningPlumbline plumbline;
    private static Finance finance;
    private static final List<Long> runs = new ArrayList<>();

    @BeforeAll
    static void compare() {
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.sync.settle", "PT1H")
                .with("plumbline.sweep.every", "P1D")
                .with("plumbline.reconcile.second-look", "PT0S")
                .with("plumbline.catalog", Promoted.catalog())
                .with("plumbline.report.material.eur", 4_000)
                .with("plumbline.report.rows-per-sheet", 6)
                .with("plumbline.report.material-percent", 100));
        finance = new Finance(plumbline);
        Seats.offer(plumbline.stripe());
        var price = new ProviderPrice(
                "price_t",
                "prod_team",
                "team_monthly_2026",
                true,
                BigDecimal.valueOf(1_200),
                "EUR",
                java.time.Period.ofMonths(1));
        var business = new ProviderPrice(
                "price_b",
                "prod_business",
                "business_monthly",
                true,
                BigDecimal.valueOf(Promoted.SSO_A_SEAT),
                "EUR",
                java.time.Period.ofMonths(1));
        plumbline.bean(ProviderPrices.class).keep("stripe", "default", List.of(price, business));
        for (int i = 0; i < 6; i++) {
            Seats.buy(plumbline, "cus_p" + i, 5).forEach(plumbline::deliver);
        }
        plumbline.comeToRest();
        Promoted.enrol(finance, List.of("cus_p0", "cus_p1", "cus_p2", "cus_p4"), HOSTILE);
        Promoted.withdraw(finance, "cus_p2");
        plumbline.comeToRest();
        plant("heavy", 7_000L, "EUR", false);
        plant("planted", 900L, "EUR", false);
        plant("unknown", null, null, true);
        drift("cus_p0", 9);
        cancel("cus_p1");
        runs.add(finance.ran("report", FIRST.atDay(10)));
        drift("cus_p0", 12);
        drift("cus_p2", 7);
        plumbline
                .sql()
                .sql(
                        "update break set resolved_at = now(), reason_code = 'BILLING_CORRECTED' where fingerprint = 'planted'")
                .update();
        runs.add(finance.ran("report", FIRST.atDay(20)));
        cancel("cus_p3");
        runs.add(finance.ran("repair", FIRST.atEndOfMonth()));
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    /** As the writer path opens one. */
    private static void plant(String name, @Nullable Long amount, @Nullable String currency, boolean unknown) {
        plumbline
                .sql()
                .sql("""
                        insert into break (fingerprint, type, customer_key, detail, amount, currency, money_unknown, opened_at, last_seen_at)
                        values (:name, 'UNMAPPED_PRICE', 'cus_p5', :detail, :amount, :currency, :unknown, now(), now())
                        """)
                .param("name", name)
                .param("detail", HOSTILE)
                .param("amount", amount, java.sql.Types.BIGINT)
                .param("currency", currency, java.sql.Types.VARCHAR)
                .param("unknown", unknown)
                .update();
    }

    private static void drift(String customer, long seats) {
        var _ = plumbline.stripe().silently(() -> Seats.changeSeats(plumbline.stripe(), customer, seats));
    }

    private static void cancel(String customer) {
        var _ = plumbline
                .stripe()
                .silently(() -> plumbline
                        .stripe()
                        .cancellations()
                        .now(Seats.subscription(plumbline.stripe(), customer).id()));
    }

    private static Map<String, String> rollForward(JsonNode pack) {
        var lines = new TreeMap<String, String>();
        pack.path("rollForward")
                .forEach(line -> lines.put(
                        line.path("currency").asString("") + " "
                                + line.path("line").asString(""),
                        line.path("count").asLong() + " " + line.path("amount").asLong(0)));
        return lines;
    }

    @Test
    @Order(1)
    @DisplayName(
            "M25 F-72: a month's figures, added up one by one from the raw rows of its runs, are those of the pack; it closes with what is open")
    void addsUp() {
        assertThat(finance.period(FIRST).path("state").asString()).isEqualTo("open");
        assertThat(finance.code(finance.rune, FIRST, "prepare", 403)).isEqualTo("ROLE_MISSING");
        assertThat(finance.code(finance.petra, FIRST, "review", 403)).isEqualTo("ROLE_MISSING");
        long heavy = plumbline.count("select id from break where fingerprint = 'heavy'");
        edit(
                heavy,
                """
                {"reason": "it is dear", "assignee": "petra", "comment": "%s", "waiveUntil": "%sT00:00:00Z"}
                """.formatted(HOSTILE.replace("\"", "\\\""), NOW.plusMonths(6).atDay(1)),
                200);
        JsonNode prepared = finance.step(finance.petra, FIRST, "prepare", 200);
        assertThat(prepared.path("state").asString()).isEqualTo("prepared");
        JsonNode pack = plumbline.json("/v1/periods/" + FIRST + "/pack.json");

        RawMonth raw = RawMonth.of(
                plumbline.sql(),
                runs,
                FIRST.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        Map<String, String> lines = rollForward(pack);
        assertThat(lines.keySet().stream().map(key -> key.split(" ", 2)[0]).distinct())
                .containsExactlyElementsOf(raw.rollForward.keySet());
        lines.forEach((key, sum) -> {
            String[] where = key.split(" ", 2);
            assertThat(sum).as(key).isEqualTo(raw.of(where[0], where[1]));
        });
        assertThat(lines).containsEntry("EUR opening", "0 0").containsEntry("EUR fixed", raw.of("EUR", "fixed"));
        assertThat(raw.of("EUR", "fixed"))
                .as("one by a person, the others by the repair")
                .isNotEqualTo("0 0");
        plumbline.sql().sql("""
                        select coalesce(currency, case when money_unknown then 'unknown' else 'none' end) as currency,
                               count(*) || ' ' || coalesce(sum(amount), 0) as sum
                        from break where resolved_at is null group by 1
                        """).query(row -> {
            assertThat(lines.get(row.getString("currency") + " closing")).isEqualTo(row.getString("sum"));
        });
        assertThat(pack.path("ageing")
                        .valueStream()
                        .mapToLong(one -> one.path("count").asLong())
                        .sum())
                .isEqualTo(plumbline.count("select count(*) from break where resolved_at is null"));
        assertThat(pack.path("items")).hasSize((int) plumbline.count("select count(distinct break) from break_told"));
        assertThat(pack.path("items")
                        .valueStream()
                        .filter(one -> one.path("material").asBoolean()))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.path("amount").asLong()).isGreaterThanOrEqualTo(4_000));
        tellsOfWhatIsMaterial(pack, raw);
        assertThat(pack.path("promotions")).hasSize(3);
        var forgone = new TreeMap<String, String>();
        pack.path("promotions").forEach(line -> {
            assertThat(line.path("promotion").asString()).isEqualTo("try-sso");
            assertThat(line.path("reason").asString()).isEqualTo(HOSTILE);
            String currency = line.path("currency").asString();
            forgone.put(
                    line.path("customer").asString(),
                    currency.equals("none")
                            ? currency
                            : line.path("features").asString() + " "
                                    + line.path("amount").asLong() + " " + currency);
        });
        assertThat(forgone)
                .as("whoever has no plan any more is given nothing, and api_access comes with the plan")
                .isEqualTo(Promoted.raw(plumbline.sql()))
                .containsEntry("cus_p1", "none")
                .containsEntry("cus_p0", "sso " + 12 * Promoted.SSO_A_SEAT + " EUR");
        assertThat(pack.path("autoCorrections"))
                .hasSize((int)
                        plumbline.count("select count(*) from reconciliation_difference where outcome = 'REPAIRED'"))
                .isNotEmpty();
        JsonNode summary = pack.path("summary");
        assertThat(summary.path("preparedBy").asString()).startsWith("petra");
        assertThat(summary.path("stripe/default.material.EUR").asLong()).isEqualTo(4_000);
        assertThat(summary.path("stripe/default.model.sha256").asString()).hasSize(64);
        assertThat(summary.path("stripe/default.asOf.provider").asString()).isNotEmpty();
        assertThat(pack.path("runs").valueStream().map(one -> one.path("run").asLong()))
                .containsExactlyElementsOf(runs);
    }

    /** Of the thresholds' currency all that is worth as much, each with what people said of it. */
    private static void tellsOfWhatIsMaterial(JsonNode pack, RawMonth raw) {
        var told = new TreeMap<Long, Long>();
        pack.path("material")
                .forEach(line -> told.put(
                        line.path("break").asLong(), line.path("amount").asLong()));
        assertThat(told).isEqualTo(raw.worth("EUR", 4_000)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(pack.path("material").valueStream())
                .allSatisfy(line -> assertThat(line.path("threshold").asLong()).isEqualTo(4_000))
                .anySatisfy(line -> {
                    assertThat(line.path("assignee").asString()).isEqualTo("petra");
                    assertThat(line.path("comment").asString()).isEqualTo(HOSTILE);
                    assertThat(line.path("waivedUntil").asString())
                            .startsWith(NOW.plusMonths(6).atDay(1) + "T00:00:00");
                    assertThat(line.path("waivedBy").asString()).startsWith("petra");
                    assertThat(line.path("waivedBecause").asString()).isEqualTo("it is dear");
                    assertThat(line.path("left").isNull()).isTrue();
                });
    }

    private static HttpResponse<String> edit(long breakId, String body, int expected) {
        HttpResponse<String> answer = plumbline.send(HttpRequest.newBuilder(plumbline.uri("/v1/breaks/" + breakId))
                .header("Authorization", "Bearer " + finance.petra)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        return answer;
    }

    @Test
    @Order(2)
    @DisplayName(
            "F-77 S-15: JSON, CSV and XLSX have the same lines, cell by cell, over as many sheets as it takes; the files hash to what is signed; nothing is a formula")
    void isTheSameInEachForm() throws Exception {
        JsonNode pack = plumbline.json("/v1/periods/" + FIRST + "/pack.json");
        Workbooks.Book book = Workbooks.get(plumbline, "/v1/periods/" + FIRST + "/pack.xlsx");
        assertThat(book.formulas()).isEmpty();
        for (Shape part : PackPart.ALL.all()) {
            List<List<String>> csv = Rfc4180.parse(plumbline
                    .get("/v1/periods/" + FIRST + "/pack.csv?section=" + part.key())
                    .body());
            assertThat(csv.getFirst()).isEqualTo(part.columns());
            assertThat(book.table(part.key())).as("%s as XLSX", part).isEqualTo(csv);
            if (!part.equals(PackPart.SUMMARY)) {
                JsonNode lines = pack.path(part.of(_ -> {}).property());
                assertThat(lines).as("%s as JSON", part).hasSize(csv.size() - 1);
                for (int line = 0; line < lines.size(); line++) {
                    for (int column = 0; column < part.columns().size(); column++) {
                        JsonNode cell = lines.path(line).path(part.columns().get(column));
                        String text = csv.get(line + 1).get(column);
                        assertThat(cell.isNull() ? "" : cell.asString())
                                .as("%s %s", part, part.columns().get(column))
                                .isEqualTo(text.startsWith("'") ? text.substring(1) : text);
                    }
                }
            }
        }
        assertThat(book.table("items").toString()).contains("'" + HOSTILE);
        assertThat(book.sheets())
                .as("what does not fit into a sheet goes on in the next")
                .containsKey("summary 2")
                .allSatisfy((name, rows) ->
                        assertThat(rows.size()).as(name).isLessThanOrEqualTo(name.equals("totals") ? 1_000 : 6));

        String hash = finance.period(FIRST).at("/packs/0/contentSha256").asString();
        assertThat(pack.path("contentSha256").asString()).isEqualTo(hash);
        assertThat(book.sheet("totals")).contains(List.of("contentSha256", hash));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int files = 0;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(
                Workbooks.bytes(plumbline, "/v1/periods/" + FIRST + "/pack.zip").body()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".csv")) {
                    digest.update(zip.readAllBytes());
                    files++;
                }
            }
        }
        assertThat(files).isEqualTo(PackPart.ALL.all().size());
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .as("cat *.csv | sha256sum")
                .isEqualTo(hash);
        assertThat(plumbline.get("/v1/periods/" + FIRST + "/pack.csv?section=x").statusCode())
                .isEqualTo(400);
        assertThat(plumbline.get("/v1/periods/" + NOW + "/pack.json").statusCode())
                .isEqualTo(404);
        assertThat(plumbline.get("/v1/periods/2026-13").statusCode()).isEqualTo(400);
        assertThat(plumbline.count("select count(*) from audit where action = 'period.pack.exported'"))
                .isPositive();
    }

    @Test
    @Order(3)
    @DisplayName(
            "S-8: who prepared neither reviews nor locks, with whatever key or role; twelve lock at the same time, and it is locked once")
    void takesASecondPerson() throws Exception {
        String both = finance.key("bo", "finance-preparer", "finance-reviewer");
        finance.step(both, FIRST, "prepare", 200);
        assertThat(finance.code(both, FIRST, "review", 403)).isEqualTo("SECOND_PERSON_REQUIRED");
        assertThat(finance.code(finance.anotherKeyOf("bo"), FIRST, "review", 403))
                .isEqualTo("SECOND_PERSON_REQUIRED");
        UUID prepares = plumbline
                .sql()
                .sql(
                        "select k.id from api_key k join person p on p.id = k.person_id where p.login = 'bo' order by k.created_at limit 1")
                .query(UUID.class)
                .single();
        UUID made = plumbline
                .sql()
                .sql("""
                        insert into api_key (name, prefix, secret_sha256, scopes, created_by, made_with)
                        values ('made with bo''s', 'plk_', sha256('x'), '{finance}', 'bo', :with) returning id
                        """)
                .param("with", "key:" + prepares)
                .query(UUID.class)
                .single();
        assertThatThrownBy(() -> plumbline
                        .sql()
                        .sql("""
                                insert into period_step (month, version, step, taken_by, taken_ids, reason, content_sha256)
                                select month, version, 'reviewed', 'x', array[:key], 'around the API', content_sha256
                                from period_pack where month = :month order by version desc limit 1
                                """)
                        .param("key", "key:" + made)
                        .param("month", FIRST.toString())
                        .update())
                .as("a key that was made with the preparer's, by its own name alone")
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("does not sign it");
        assertThat(finance.code(finance.rune, FIRST, "lock", 409)).isEqualTo("PERIOD_NOT_READY");
        assertThat(finance.post(
                                finance.rune,
                                "/v1/periods/" + FIRST + "/review",
                                409,
                                Map.of("reason", "x", "contentSha256", "0"))
                        .path("code")
                        .asString())
                .isEqualTo("PACK_OUTDATED");
        assertThat(finance.send(finance.rune, "/v1/periods/" + FIRST + "/review", Map.of())
                        .statusCode())
                .as("without a reason")
                .isEqualTo(400);
        finance.step(finance.rune, FIRST, "review", 200);
        assertThat(finance.code(both, FIRST, "lock", 403)).isEqualTo("SECOND_PERSON_REQUIRED");
        JsonNode asked = finance.post(
                both,
                "/v1/approvals",
                201,
                Map.of(
                        "kind",
                        "period",
                        "reason",
                        "please",
                        "content",
                        Map.of("period", FIRST.toString(), "action", "lock")));
        assertThat(finance.post(
                                finance.anotherKeyOf("bo"),
                                "/v1/approvals/" + asked.path("id").asString() + "/approve",
                                403,
                                Map.of("reason", "me again"))
                        .path("code")
                        .asString())
                .isEqualTo("SECOND_PERSON_REQUIRED");

        List<Integer> answers = atOnce(
                12,
                i -> finance.send(
                                i % 2 == 0 ? finance.rune : finance.ronja,
                                "/v1/periods/" + FIRST + "/lock",
                                Map.of("reason", "signed " + i))
                        .statusCode());
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(answers).containsOnly(200, 409);
        assertThat(plumbline.count("select count(*) from period_step where step = 'locked'"))
                .isEqualTo(1);
        assertThat(finance.period(FIRST).path("state").asString()).isEqualTo("locked");
    }

    private interface Numbered<T> {
        T of(int i);
    }

    private static <T> List<T> atOnce(int howMany, Numbered<T> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(howMany)) {
            List<Callable<T>> all = IntStream.range(0, howMany)
                    .<Callable<T>>mapToObj(i -> () -> work.of(i))
                    .toList();
            var done = new ArrayList<T>();
            for (Future<T> one : threads.invokeAll(all)) {
                done.add(one.get());
            }
            return done;
        }
    }

    /** Without the triggers of V029 and V030 every statement here would be carried out. */
    @Test
    @Order(4)
    @DisplayName(
            "M25: a locked month refuses changes with 409 PERIOD_LOCKED, and the database refuses them to its owner")
    void refusesChanges() {
        assertThat(finance.code(finance.petra, FIRST, "prepare", 409)).isEqualTo("PERIOD_LOCKED");
        assertThat(finance.code(finance.rune, FIRST, "review", 409)).isEqualTo("PERIOD_LOCKED");
        assertThat(finance.code(finance.rune, FIRST, "lock", 409)).isEqualTo("PERIOD_LOCKED");
        assertThat(finance.post(
                                finance.petra,
                                "/v1/reconciliations",
                                409,
                                Map.of(
                                        "mode",
                                        "report",
                                        "businessDate",
                                        FIRST.atDay(3).toString()))
                        .path("code")
                        .asString())
                .isEqualTo("PERIOD_LOCKED");
        long over = plumbline.count("select id from break where fingerprint = 'planted'");
        HttpResponse<String> edit = edit(over, "{\"comment\": \"other words\", \"reason\": \"late\"}", 409);
        assertThat(edit.body()).contains("PERIOD_LOCKED").contains("Break " + over);
        long open = plumbline.count("select id from break where fingerprint = 'unknown'");
        edit(open, "{\"comment\": \"what is open goes on\", \"reason\": \"mine\"}", 200);

        long run = runs.getLast();
        for (String sql : List.of(
                "update period_pack_item set amount = amount + 1",
                "delete from period_pack_line",
                "update period_pack set content_sha256 = repeat('0', 64)",
                "truncate period_step",
                "update finance_period set state = 'reopened'",
                "insert into finance_period values ('1999-01', 'locked', 1)",
                "insert into period_pack_line values ('" + FIRST + "', 2, 'items', 99, '[]')",
                "update break_told set amount = amount + 1 where run = " + run,
                "delete from reconciliation_report_line where run = " + run,
                "update reconciliation_report set content_sha256 = 'x' where run = " + run,
                "update reconciliation set status = 'PENDING' where id = " + run,
                "update reconciliation set status = 'RUNNING' where id = " + run,
                "update reconciliation set business_date = business_date + 40 where id = " + run,
                "update break set reason_code = 'GOODWILL' where id = " + over,
                "update break set waived_until = now() + interval '1 day', waived_by = 'x', waived_reason = 'x' where id = "
                        + over,
                """
                insert into break_told (run, break, type, severity, side, detail, opened_at, age_days, entered, currency)
                select %d, id, type, 'low', 'neutral', 'one more', opened_at, 0, 'new', 'none'
                from break where id not in (select break from break_told where run = %d) limit 1
                """.formatted(run, run),
                "insert into reconciliation_report_line values (" + run + ", 'coverage', 9999, '[]')",
                "truncate break_told",
                "truncate reconciliation_report_line",
                "truncate reconciliation_report cascade",
                "truncate reconciliation_difference",
                """
                insert into period_step (month, version, step, taken_by, taken_ids, reason, content_sha256, approval)
                select month, version, 'reopened', 'x', array['x'], 'x', content_sha256,
                       (select id from approval where kind = 'period' and state = 'executed' limit 1)
                from period_pack where version = 2
                """)) {
            assertThatThrownBy(() -> plumbline.sql().sql(sql).update())
                    .as(sql)
                    .hasMessageNotContaining("syntax")
                    .hasMessageNotContaining("does not exist");
            // As the product's own role too, which owns nothing.
            assertThatThrownBy(() -> plumbline.bean(JdbcClient.class).sql(sql).update())
                    .as(sql)
                    .isNotNull();
        }
        assertThat(finance.post(finance.petra, "/v1/periods/" + FIRST + "/verify", 200, Map.of())
                        .path("valid")
                        .asBoolean())
                .isTrue();
    }

    @Test
    @Order(5)
    @DisplayName(
            "M25: the next month opens with what the last one closed with; what is told late is of a prior period; the runs of it count once")
    void goesOnIntoTheNextMonth() {
        plant("late", 5_000L, "EUR", false);
        plumbline
                .sql()
                .sql("update break set opened_at = :then where fingerprint = 'late'")
                .param("then", FIRST.atDay(28).atStartOfDay().atOffset(ZoneOffset.UTC))
                .update();
        drift("cus_p4", 8);
        finance.ran("report", SECOND.atDay(5));
        finance.ran("repair", SECOND.atEndOfMonth());
        finance.step(finance.petra, SECOND, "prepare", 200);
        Map<String, String> before = rollForward(plumbline.json("/v1/periods/" + FIRST + "/pack.json"));
        JsonNode pack = plumbline.json("/v1/periods/" + SECOND + "/pack.json");
        Map<String, String> lines = rollForward(pack);
        for (String currency : List.of("EUR", "unknown")) {
            assertThat(lines.getOrDefault(currency + " opening", "0 0"))
                    .isEqualTo(before.getOrDefault(currency + " closing", "0 0"));
        }
        assertThat(lines).containsEntry("EUR prior-period", "1 5000");
        assertThat(pack.path("runs").valueStream().map(one -> one.path("run").asLong()))
                .doesNotContainAnyElementsOf(runs);

        long later = finance.ran("report", SECOND.atEndOfMonth());
        assertThat(finance.code(finance.rune, SECOND, "review", 409)).isEqualTo("PACK_OUTDATED");
        finance.step(finance.petra, SECOND, "prepare", 200);
        finance.step(finance.rune, SECOND, "review", 200);
        assertThat(later).isPositive();
        JsonNode soFar = finance.step(finance.petra, NOW, "prepare", 409);
        assertThat(soFar.path("code").asString()).isEqualTo("PERIOD_WITHOUT_REPORT");
        finance.ran("report", NOW.atDay(1));
        finance.step(finance.petra, NOW, "prepare", 200);
        assertThat(finance.code(finance.rune, NOW, "review", 409)).isEqualTo("PERIOD_NOT_OVER");
    }

    @Test
    @Order(6)
    @DisplayName(
            "M25: reopening takes two people and a reason, in the reverse order of locking, and keeps both versions")
    void isReopened() {
        finance.step(finance.ronja, SECOND, "lock", 200);
        // Two months have no row in common: that one lies behind the other is asked under one lock, and not by the code
        // alone.
        assertThatThrownBy(() -> plumbline.sql().sql("""
                        insert into period_step (month, version, step, taken_by, taken_ids, reason, content_sha256, approval)
                        select k.month, k.version, 'reopened', 'x', array['x'], 'x', content_sha256,
                               (select id from approval a
                                where a.id not in (select approval from period_step where approval is not null) limit 1)
                        from period_pack k join finance_period p on p.month = k.month and p.version = k.version
                        where k.month = '%s'
                        """.formatted(FIRST)).update())
                .hasMessageContaining("goes on from what was there");
        assertThat(finance.code(finance.rune, FIRST, "reopen", 409)).isEqualTo("LATER_PERIOD_LOCKED");
        JsonNode waits = finance.step(finance.rune, SECOND, "reopen", 202);
        assertThat(waits.path("state").asString()).isEqualTo("locked");
        assertThat(waits.path("waiting")).hasSize(1);
        assertThat(finance.code(finance.anotherKeyOf("rune"), SECOND, "reopen", 409))
                .isEqualTo("ASKED_ALREADY");
        JsonNode opened = finance.step(finance.ronja, SECOND, "reopen", 200);
        assertThat(opened.path("state").asString()).isEqualTo("reopened");
        int versions = opened.path("packs").size();
        finance.ran("report", SECOND.atEndOfMonth());
        JsonNode again = finance.step(finance.petra, SECOND, "prepare", 200);
        assertThat(again.path("packs")).hasSize(versions + 1);
        for (JsonNode pack : again.path("packs")) {
            assertThat(plumbline
                            .json("/v1/periods/" + SECOND + "/pack.json?version="
                                    + pack.path("version").asInt())
                            .path("contentSha256")
                            .asString())
                    .isEqualTo(pack.path("contentSha256").asString());
        }
        assertThat(finance.post(finance.petra, "/v1/periods/" + SECOND + "/verify", 200, Map.of())
                        .path("valid")
                        .asBoolean())
                .isTrue();
        assertThat(plumbline
                        .json("/v1/periods")
                        .path("data")
                        .valueStream()
                        .map(one -> one.path("period").asString()))
                .containsExactly(NOW.toString(), SECOND.toString(), FIRST.toString());
        assertThat(plumbline.count("select count(*) from audit where action like 'period.%' and reason <> ''"))
                .isPositive();
    }

    /** By the number of its report: the run is the same one. */
    @Test
    @Order(7)
    @DisplayName(
            "M25 S-23: a held run that is let go after the pack was made is told anew, so the pack is outdated and is not signed")
    void isOutdatedByARunThatWasLetGo() {
        long held = finance.ran("report", SECOND.atEndOfMonth());
        plumbline
                .sql()
                .sql(
                        "update reconciliation set status = 'HELD', hold_reason = 'a test', held_at = now(), losing = 0, entitled = 1, bound = 0 where id = "
                                + held)
                .update();
        finance.step(finance.petra, SECOND, "prepare", 200);
        finance.post(finance.rune, "/v1/reconciliations/" + held + "/release", 202, Map.of("reason", "looked at it"));
        finance.comesToItsEnd(held);
        assertThat(finance.code(finance.rune, SECOND, "review", 409)).isEqualTo("PACK_OUTDATED");
        JsonNode again = finance.step(finance.petra, SECOND, "prepare", 200);
        assertThat(again.path("state").asString()).isEqualTo("prepared");
    }

    /** It was made anew behind the one that went on from it, and no month with both ever tied again. */
    @Test
    @Order(8)
    @DisplayName("M25 F-27: a run that was stopped does not go on once a later one has gone on from what it told")
    void isNotOvertaken() {
        long old = finance.ran("report", SECOND.atEndOfMonth());
        plumbline
                .sql()
                .sql("update reconciliation set status = 'STOPPED' where id = " + old)
                .update();
        long next = finance.ran("report", SECOND.atEndOfMonth());
        JsonNode refused = finance.post(RunningPlumbline.KEY, "/v1/reconciliations/" + old + "/resume", 409, Map.of());
        assertThat(refused.path("code").asString()).isEqualTo("RECONCILIATION_OVERTAKEN");
        assertThat(refused.path("detail").asString()).contains("run " + next);
        assertThatThrownBy(() -> plumbline
                        .sql()
                        .sql("delete from reconciliation_report where run = " + old)
                        .update())
                .hasMessageContaining("goes on from");
        finance.step(finance.petra, SECOND, "prepare", 200);
    }

    @Test
    @Order(9)
    @DisplayName("A pack that was changed past every guard does not verify")
    void seesWhatWasChanged() {
        plumbline.sql().sql("""
                        alter table period_pack_item disable trigger period_pack_item_stays;
                        update period_pack_item set detail = 'as if' where month = '%s' and version = 1 and line = 1;
                        alter table period_pack_item enable trigger period_pack_item_stays
                        """.formatted(SECOND)).update();
        JsonNode proof = finance.post(finance.petra, "/v1/periods/" + SECOND + "/verify", 200, Map.of());
        assertThat(proof.path("valid").asBoolean()).isFalse();
        assertThat(proof.path("packs")
                        .valueStream()
                        .filter(one -> !one.path("valid").asBoolean()))
                .hasSize(1);
    }

    @Test
    @Order(10)
    @DisplayName(
            "S-8: one run's report is signed once, by somebody who did not ask for it, and does not change afterwards")
    void signsOneRun() throws Exception {
        String bo = finance.key("bodil", "finance-preparer", "finance-reviewer");
        long run = finance.post(bo, "/v1/reconciliations", 202, Map.of("mode", "report"))
                .path("id")
                .asLong();
        String path = "/v1/reconciliations/" + run + "/sign-off";
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> plumbline
                        .json("/v1/reconciliations/" + run)
                        .path("status")
                        .asString()
                        .equals("COMPLETED"));
        assertThat(plumbline.get(path).statusCode()).isEqualTo(404);
        assertThat(finance.post(bo, path, 403, Map.of("reason", "mine"))
                        .path("code")
                        .asString())
                .isEqualTo("SECOND_PERSON_REQUIRED");
        List<Integer> answers = atOnce(
                6,
                i -> finance.send(i % 2 == 0 ? finance.rune : finance.ronja, path, Map.of("reason", "looked " + i))
                        .statusCode());
        assertThat(answers.stream().filter(status -> status == 201)).hasSize(1);
        assertThat(answers).containsOnly(201, 409);
        assertThat(plumbline.json(path).path("contentSha256").asString())
                .isEqualTo(plumbline
                        .json("/v1/reconciliations/" + run + "/report.json")
                        .path("contentSha256")
                        .asString());
        assertThatThrownBy(() -> plumbline
                        .sql()
                        .sql("update break_told set detail = 'x' where run = " + run)
                        .update())
                .hasMessageContaining("is signed");
    }

    @Test
    @Order(11)
    @DisplayName(
            "S-8: a run that began by itself is signed by two people: one prepares the signature and another one reviews; the database agrees")
    void signsARunThatNobodyAskedFor() {
        plumbline.sql().sql("""
                        insert into reconciliation (provider, account, mode, cause, business_date, requested_by, requested_key, reason)
                        values ('stripe', 'default', 'report', 'schedule', current_date, 'schedule', 'schedule', 'It is time')
                        """).update();
        long run = plumbline.count("select max(id) from reconciliation");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> plumbline
                        .json("/v1/reconciliations/" + run)
                        .path("status")
                        .asString()
                        .equals("COMPLETED"));
        String path = "/v1/reconciliations/" + run + "/sign-off";
        assertThat(finance.post(finance.rune, path, 403, Map.of("reason", "alone"))
                        .path("code")
                        .asString())
                .isEqualTo("SECOND_PERSON_REQUIRED");
        finance.post(
                finance.rune,
                "/v1/approvals",
                201,
                Map.of("kind", "period", "reason", "prepared", "content", Map.of("reconciliation", run)));
        assertThat(finance.post(finance.anotherKeyOf("rune"), path, 403, Map.of("reason", "and reviewed"))
                        .path("code")
                        .asString())
                .isEqualTo("SECOND_PERSON_REQUIRED");
        assertThatThrownBy(() -> plumbline.sql().sql("""
                        insert into reconciliation_sign_off (run, content_sha256, signed_by, signed_ids, reason, approval)
                        select %d, content_sha256, 'x', array['x'], 'x', (select id from approval where state = 'executed' limit 1)
                        from reconciliation_report where run = %d
                        """.formatted(run, run)).update())
                .hasMessageContaining("Nobody decided");
        assertThat(finance.post(finance.ronja, path, 201, Map.of("reason", "reviewed"))
                        .path("signedBy")
                        .asString())
                .startsWith("ronja");
    }

    /** As one stands there that was made before: were its hash worked out over the parts of today, it would not verify. */
    @Test
    @Order(12)
    @DisplayName(
            "A pack that was signed before there were more parts stays what it was: its files, and its hash, are of those it has")
    void staysAsItWasSigned() throws Exception {
        int version = finance.period(FIRST).path("version").asInt();
        String hash = sha256("01 02 03 04 05 07 08 10 11 12 13");
        plumbline.sql().sql("""
                        alter table period_pack disable trigger period_pack_stays;
                        update period_pack set format = 1, content_sha256 = '%s' where month = '%s' and version = %d;
                        alter table period_pack enable trigger period_pack_stays
                        """.formatted(hash, FIRST, version)).update();
        assertThat(finance.post(finance.petra, "/v1/periods/" + FIRST + "/verify", 200, Map.of())
                        .path("valid")
                        .asBoolean())
                .isTrue();
        assertThat(sha256("")).isEqualTo(hash);
        JsonNode pack = plumbline.json("/v1/periods/" + FIRST + "/pack.json");
        assertThat(pack.has("material") || pack.has("promotions")).isFalse();
        assertThat(pack.has("overrides")).isTrue();
        HttpResponse<String> none = plumbline.get("/v1/periods/" + FIRST + "/pack.csv?section=material");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.body()).contains("roll-forward").doesNotContain("promotions");
    }

    /** @param numbers of the files of the zip; all of them when none is named */
    private static String sha256(String numbers) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (var zip = new ZipInputStream(new ByteArrayInputStream(
                Workbooks.bytes(plumbline, "/v1/periods/" + FIRST + "/pack.zip").body()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".csv")
                        && (numbers.isEmpty()
                                || List.of(numbers.split(" ", -1))
                                        .contains(entry.getName().substring(0, 2)))) {
                    digest.update(zip.readAllBytes());
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
