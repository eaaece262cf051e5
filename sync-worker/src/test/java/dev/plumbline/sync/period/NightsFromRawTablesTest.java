package dev.plumbline.sync.period;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.login.Browser;
import dev.plumbline.sync.support.Rfc4180;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.Seats;
import dev.plumbline.sync.support.Workbooks;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Random nights of three months, over the end of a year and of a summer time, with everything that happens to breaks: what the page,
 * the CSV, the XLSX and the JSON say is what the raw tables come to, by SQL that has nothing of the product's.
 */
class NightsFromRawTablesTest {
    private static final List<String> MONEY = List.of("EUR", "JPY", "KWD", "unknown", "none");
    private static final YearMonth FIRST = YearMonth.of(2024, 10);

    private static RunningPlumbline plumbline;
    private static Finance finance;
    private static Browser page;
    private static RawNights raw;
    private static long seed;
    private static SplittableRandom random;

    @BeforeAll
    static void start() {
        seed = Long.getLong("plumbline.nights.seed", System.nanoTime());
        random = new SplittableRandom(seed);
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.sync.settle", "PT1H")
                .with("plumbline.sweep.every", "P1D")
                .with("plumbline.reconcile.second-look", "PT0S")
                .with("plumbline.reconcile.zone", "Europe/Helsinki"));
        finance = new Finance(plumbline);
        page = Browser.of(plumbline, "paula", "finance-preparer");
        Seats.offer(plumbline.stripe());
        for (int i = 0; i < 3; i++) {
            Seats.buy(plumbline, "cus_" + i, 2 + i).forEach(plumbline::deliver);
        }
        plumbline.comeToRest();
        raw = new RawNights(plumbline.sql());
    }

    @AfterAll
    static void stop() {
        page.close();
        plumbline.close();
    }

    @Test
    @DisplayName(
            "M25 F-72: over random nights of three months page, CSV, XLSX and JSON say what the raw tables come to, and every month ties")
    void saysWhatTheRawTablesComeTo() {
        String as = "-Dplumbline.nights.seed=" + seed;
        int from = 1;
        YearMonth month = FIRST;
        for (List<Integer> days : List.of(List.of(1, 31), List.of(2, 2, 15), List.of(1, 31))) {
            int last = from;
            for (int day : days) {
                meanwhile(last > 1);
                last = night(month.atDay(day), as) + 1;
            }
            aborted(month.atEndOfMonth());
            prepared(month, from, last - 1, as);
            finance.step(finance.rune, month, "review", 200);
            finance.step(finance.rune, month, "lock", 200);
            if (month.getMonthValue() == 11) {
                last = reopened(month, from, as) + 1;
            }
            from = last;
            month = month.plusMonths(1);
        }
        assertThat(plumbline.count("select count(distinct how_left) from raw_event where how_left is not null"))
                .as("all of it happened, %s", as)
                .isEqualTo(3);
    }

    /** A late run, and the month once more: the signed pack stays, the other one has what was found late. */
    private static int reopened(YearMonth month, int from, String as) {
        String signed =
                plumbline.get("/v1/periods/" + month + "/pack.json?version=1").body();
        finance.step(finance.rune, month, "reopen", 202);
        finance.step(finance.ronja, month, "reopen", 200);
        meanwhile(true);
        int last = night(month.atEndOfMonth(), as);
        prepared(month, from, last, as);
        finance.step(finance.ronja, month, "review", 200);
        finance.step(finance.ronja, month, "lock", 200);
        assertThat(SaidRollForward.json(Finance.JSON.readTree(signed)))
                .isEqualTo(SaidRollForward.json(plumbline.json("/v1/periods/" + month + "/pack.json?version=1")));
        return last;
    }

    private static int night(LocalDate date, String as) {
        long run = finance.ran(random.nextBoolean() ? "report" : "repair", date);
        int night = raw.over();
        String at = "run " + run + " of " + date + ", " + as;
        Map<String, String> wanted = raw.rollForward(night);
        assertThat(RawNights.off(wanted)).as(at).isEmpty();
        String path = "/v1/reconciliations/" + run + "/report";
        JsonNode report = said(path, wanted, at);
        assertThat(SaidRollForward.page(page.get("/console/runs/" + run).body()))
                .as("page of " + at)
                .isEqualTo(wanted);
        closesWith(report, "breaks", wanted, at);
        totals(run, path, report, at);
        return night;
    }

    /** The same in each file. */
    private static JsonNode said(String path, Map<String, String> wanted, String at) {
        JsonNode told = plumbline.json(path + ".json");
        assertThat(SaidRollForward.json(told)).as("JSON of " + at).isEqualTo(wanted);
        assertThat(SaidRollForward.table(Rfc4180.parse(
                        plumbline.get(path + ".csv?section=roll-forward").body())))
                .as("CSV of " + at)
                .isEqualTo(wanted);
        assertThat(SaidRollForward.table(
                        Workbooks.get(plumbline, path + ".xlsx").sheet("roll-forward")))
                .as("XLSX of " + at)
                .isEqualTo(wanted);
        return told;
    }

    private static void prepared(YearMonth month, int first, int last, String as) {
        String at = month + ", nights " + first + " to " + last + ", " + as;
        finance.step(finance.petra, month, "prepare", 200);
        String began = month.atDay(1)
                .atStartOfDay(ZoneId.of("Europe/Helsinki"))
                .toInstant()
                .toString();
        Map<String, String> wanted = raw.rollForward(first, last, began);
        assertThat(RawNights.off(wanted)).as(at).isEmpty();
        String path = "/v1/periods/" + month + "/pack";
        JsonNode pack = said(path, wanted, at);
        assertThat(SaidRollForward.page(page.get("/console/periods/" + month).body()))
                .as("page of " + at)
                .isEqualTo(wanted);
        closesWith(pack, "items", wanted, at);
        assertThat(pack.path("excluded").toString()).as(at).contains("gave up");
    }

    /** The lines that are open at the end, added up one by one. */
    private static void closesWith(JsonNode told, String part, Map<String, String> wanted, String at) {
        var open = new TreeMap<String, long[]>();
        told.path(part).forEach(line -> {
            if (line.path("left").isNull()) {
                long[] sum = open.computeIfAbsent(line.path("currency").asString(), _ -> new long[2]);
                sum[0]++;
                sum[1] += line.path("amount").asLong(0);
            }
        });
        for (String currency : MONEY) {
            long[] sum = open.getOrDefault(currency, new long[2]);
            assertThat(sum[0] + " " + sum[1])
                    .as(part + " of " + at + " in " + currency)
                    .isEqualTo(wanted.getOrDefault(currency + " closing", "0 0"));
        }
        assertThat(told.path("ageing")
                        .valueStream()
                        .mapToLong(one -> one.path("count").asLong())
                        .sum())
                .as("ageing of " + at)
                .isEqualTo(open.values().stream().mapToLong(sum -> sum[0]).sum());
    }

    /**
     * What is open, how old it is and what was read, in each form, is what the raw tables come to. Seen red with another bound
     * between two ages.
     */
    private static void totals(long run, String path, JsonNode report, String at) {
        Map<String, String> open = sums("""
                select type || ' '
                       || case when days <= 1 then '0-1' when days <= 7 then '2-7' when days <= 30 then '8-30'
                               when days <= 60 then '31-60' else '60+' end || ' '
                       || case when amount is not null then currency when money_unknown then 'unknown' else 'none' end as key,
                       count(*) || ' ' || coalesce(sum(amount), 0) as sum
                from (select *, floor(extract(epoch from now() - opened_at) / 86400) as days from break) b
                where resolved_at is null and (waived_until is null or waived_until <= now()) group by 1
                """);
        Map<String, String> listed = sums("""
                select 'provider ' || case when not live then 'none' when amount is null then 'unknown' else currency end as key,
                       count(*) || ' ' || coalesce(sum(case when live then round(amount) end), 0) as sum
                from reconciliation_row where run = %d group by 1
                """.formatted(run));
        long held = plumbline.count(
                "select coalesce(sum(jsonb_array_length(snapshot -> 'subscriptions')), 0) from billing_snapshot");

        Workbooks.Book book = Workbooks.get(plumbline, path + ".xlsx");
        for (SaidTotals said : List.of(
                SaidTotals.json(report),
                SaidTotals.tables(csv(path, "ageing"), csv(path, "control-totals")),
                SaidTotals.tables(book.sheet("ageing"), book.sheet("control-totals")))) {
            assertThat(said.open()).as("open at the end of " + at).isEqualTo(open);
            assertThat(of("provider", said.read())).as("listed by " + at).isEqualTo(listed);
            assertThat(count(of("ours", said.read()))).as("held at " + at).isEqualTo(held);
        }
        String html = page.get("/console/runs/" + run).body();
        assertThat(SaidTotals.byKind(html)).as("page of " + at).isEqualTo(SaidTotals.without(1, open));
        assertThat(SaidTotals.byAge(html)).as("page of " + at).isEqualTo(SaidTotals.without(0, open));
        Map<String, String> read = SaidTotals.read(html);
        assertThat(SaidTotals.without(1, of("provider", read)))
                .as("page of " + at)
                .isEqualTo(SaidTotals.without(1, listed));
        assertThat(count(of("ours", read))).as("page of " + at).isEqualTo(held);
    }

    private static List<List<String>> csv(String path, String section) {
        return Rfc4180.parse(plumbline.get(path + ".csv?section=" + section).body());
    }

    private static Map<String, String> sums(String select) {
        var sums = new TreeMap<String, String>();
        plumbline.sql().sql(select).query(row -> {
            sums.put(row.getString("key"), row.getString("sum"));
        });
        return sums;
    }

    private static Map<String, String> of(String side, Map<String, String> read) {
        var of = new TreeMap<>(read);
        of.keySet().removeIf(key -> !key.startsWith(side + " "));
        return of;
    }

    private static long count(Map<String, String> sums) {
        return sums.values().stream()
                .mapToLong(sum -> Long.parseLong(sum.split(" ", -1)[0]))
                .sum();
    }

    // what happens between two nights

    /** @param again whether there was a night: what comes and goes before the first one is nobody's to tell */
    private static void meanwhile(boolean again) {
        JdbcClient sql = plumbline.sql();
        for (int i = 0; i < 24; i++) {
            switch (random.nextInt(again ? 9 : 2)) {
                case 0, 2 -> came(sql, i, null);
                case 1 -> came(sql, i, daysAgo());
                // Seen at 00:30 of the month there, the evening before in UTC; or an hour before that.
                case 3 -> came(sql, i, random.nextBoolean() ? "2024-11-30T22:30:00Z" : "2024-11-30T21:30:00Z");
                case 4 ->
                    of(
                            sql,
                            i,
                            "resolved_at = clock_timestamp(), reason_code = " + reason()
                                    + " where resolved_at is null");
                case 5 -> of(sql, i, money() + " where true");
                case 6 ->
                    of(
                            sql,
                            i,
                            "waived_until = now() + interval '9 days', waived_by = 'x', waived_reason = 'x' where resolved_at is null");
                case 7 ->
                    of(
                            sql,
                            i,
                            "waived_until = null, waived_by = null, waived_reason = null, assignee = 'petra' where resolved_at is null");
                default -> {
                    came(sql, i, null);
                    of(sql, i, "resolved_at = clock_timestamp() where resolved_at is null");
                }
            }
        }
    }

    /** One of each age that is told, half a day from being another one. */
    private static String daysAgo() {
        int days = List.of(0, 4, 20, 45, 90).get(random.nextInt(5));
        return Instant.now()
                .minus(days, ChronoUnit.DAYS)
                .minus(12, ChronoUnit.HOURS)
                .toString();
    }

    /** As the writer path opens one, or opens it again. A run looks for a stale answer and clears it when it is none. */
    private static void came(JdbcClient sql, int i, @Nullable String openedAt) {
        sql.sql("""
                insert into break (fingerprint, type, customer_key, detail) values (:name, :type, :customer, '=1+1')
                on conflict (fingerprint) do update set resolved_at = null
                """)
                .param("name", "raw-" + i)
                .param("type", i % 4 == 0 ? "STALE_RESOLUTION" : "UNMAPPED_PRICE")
                .param("customer", "cus_" + i % 3)
                .update();
        of(sql, i, money() + " where resolved_at is null");
        if (openedAt != null) {
            of(
                    sql,
                    i,
                    "opened_at = '" + openedAt + "' where not exists (select from raw_seen s where s.id = break.id)");
        }
    }

    private static void of(JdbcClient sql, int i, String change) {
        sql.sql("update break set " + change + " and fingerprint = 'raw-" + i + "' and " + OPEN_MONTHS)
                .update();
    }

    /** Of what was over in a month that is locked nobody says anything else. */
    private static final String OPEN_MONTHS = """
            not exists (select from period_pack_item i join finance_period p on p.month = i.month and p.version = i.version
                        where p.state = 'locked' and i.break = break.id and i.left_as is not null and break.resolved_at is not null)
            """;

    private static String money() {
        String currency = MONEY.get(random.nextInt(MONEY.size()));
        return SaidRollForward.DIGITS.containsKey(currency)
                ? "amount = %d, currency = '%s', money_unknown = false"
                        .formatted(random.nextInt(4) == 0 ? 0 : random.nextLong(1L << 44), currency)
                : "amount = null, currency = null, money_unknown = " + currency.equals("unknown");
    }

    private static String reason() {
        return List.of("null", "'BILLING_CORRECTED'", "'CUSTOM_DEAL'", "'TIMING'")
                .get(random.nextInt(4));
    }

    private static void aborted(LocalDate date) {
        plumbline.sql().sql("""
                        insert into reconciliation (provider, account, mode, cause, business_date, status, requested_by, requested_key, reason, failure)
                        values ('stripe', 'default', 'report', 'demand', :date, 'FAILED', 'x', 'x', 'x', 'gave up')
                        """).param("date", date).update();
    }
}
